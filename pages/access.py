"""Access: who touched whose data, who received it, and what went wrong."""

from ui.view import View


def page(view: View) -> None:
    view.figures("disclosures_complete_share", "processing_after_withdrawal", "messages_without_consent")
    view.section("Who touched whose data")
    view.show("access.daily", "access.hours", "access.actors")
    view.section("Disclosures")
    view.show("access.disclosures")
    view.section("Incidents")
    view.show("access.incidents")
