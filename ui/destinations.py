"""Where a role sees most of what a control is about, and what is new there since the last working day."""

from evidence import overview
from ui.look import Look

LISTED = "request_overdue"  # a page lists them, the most urgent first
# Where who does not see the records of a control sees most of what it is about; else on the page of its clause.
DESTINATIONS = {
    LISTED: ("requests", "requests.ageing"),
    "request_closed_late": ("requests", "requests.by_month"),
    "erasure_residual": ("requests", "requests.erasure_outcomes"),
    **dict.fromkeys(("incident_not_contained", "incident_without_owner"), ("access", "access.incidents")),
    **dict.fromkeys(("retention_exceeded", "category_without_retention"), ("inventory", "inventory.categories")),
    "undeclared_data": ("inventory", "inventory.schema"),
}


def of(look: Look, control: str) -> tuple[str, str]:
    """The page and the answer on it."""
    records = f"controls.{control}"
    if control == LISTED and look.may("requests.open"):
        return "requests", "requests.open"
    return ("policy", records) if look.may(records) else DESTINATIONS.get(control, ("policy", records))


def leading_to(look: Look, name: str) -> list[str]:
    """The controls that lead to an answer which is not their own records: those stand below what is said of them."""
    return [control for control in DESTINATIONS if name == of(look, control)[1] != f"controls.{control}"]


def news(look: Look) -> dict[str, str]:
    """How many violations of each control are new, for whoever follows that number from the overview."""
    words, found = look.words, overview.news(look.of_everybody("overview.news"))
    return {
        str(row["control"]): words.text("new since {day}: {n}", day=words.date(row["since"]), n=words.number(count))
        for row, count, _ in found
    }
