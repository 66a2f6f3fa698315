"""Access: who touched whose data, who received it, and what went wrong."""

from ui.view import View


def page(view: View) -> None:
    view.not_limited()
    view.figures("disclosures_complete_share", "processing_after_withdrawal", "messages_without_consent")
    view.needs_a_look(
        "incident_not_contained",
        "incident_without_owner",
        "bulk_access",
        "emergency_access_unreviewed",
        "komendant_outside_building",
        "unknown_purpose",
        "disclosure_without_ground",
    )
    view.show("access.daily", "access.hours", "access.actors")
    view.actor()
    view.show("access.after_withdrawal", "access.incidents")
    view.fold("access.disclosures")
