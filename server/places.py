"""The pages: where each is, what it is called, which filters it can use.

Apart from the frame, which Streamlit runs anew for every question.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pages import access, consent, exports, inventory, loads, metrics, overview, policy, requests
from ui.view import View

PEOPLE = ("person_role", "building")


@dataclass(frozen=True)
class Place:
    path: str
    title: str
    about: str
    icon: str
    page: Callable[[View], None]
    filters: tuple[str, ...] = ()


PLACES = (
    Place(
        "overview",
        "Overview",
        "Are the promises of the policy kept, is it getting better, and where is the risk?",
        "monitoring",
        overview.page,
    ),
    Place(
        "requests",
        "Requests",
        "What is overdue, what falls due, and how each due day was counted.",
        "inbox",
        requests.page,
        ("period", *PEOPLE),
    ),
    Place(
        "consent",
        "Consent",
        "Who agreed to what, to which version of the policy, and how that develops.",
        "how_to_reg",
        consent.page,
        ("period", *PEOPLE),
    ),
    Place(
        "inventory",
        "Inventory",
        "Which personal data is held, for what and how long, and whether the policy says so.",
        "inventory_2",
        inventory.page,
    ),
    Place(
        "access",
        "Access and disclosures",
        "Who accessed whose data, who received it, and which incidents there were.",
        "visibility",
        access.page,
        ("period", *PEOPLE),
    ),
    Place(
        "policy",
        "Policy and controls",
        "Every clause with its text, its controls and the records behind them.",
        "policy",
        policy.page,
        ("period",),
    ),
    Place(
        "exports",
        "Exports",
        "Everything that can be downloaded as a file, with the meaning of every column.",
        "download",
        exports.page,
        ("period", *PEOPLE),
    ),
    Place(
        "loads",
        "Loads and data quality",
        "When the data came, how much of it, what was rejected and why.",
        "database",
        loads.page,
    ),
    Place("metrics", "Metrics and terms", "What every figure, control and term means.", "menu_book", metrics.page),
)
