"""Consent: who agreed to what, to which version, and how that develops."""

from ui.view import View


def page(view: View) -> None:
    view.not_limited()
    view.figures("consent_coverage", "implied_share", "processing_after_withdrawal", "messages_without_consent")
    view.show("consent.states", "consent.coverage", "consent.trend")
    view.show("policy.versions", "consent.by_version")
    view.show("consent.withdrawals")
    view.fold("consent.by_role", "consent.by_building", "consent.record_quality", "consent.people")
