"""Access: who touched whose data, who received it, and what went wrong."""

from ui.view import View


def page(view: View) -> None:
    view.figures("disclosures_complete_share", "processing_after_withdrawal", "messages_without_consent")
    view.show("access.daily", "access.hours", "access.actors", "access.disclosures", "access.incidents")
