"""Overview: are the promises kept, is it getting better, where is the risk?"""

from ui.view import View


def page(view: View) -> None:
    view.verdict()
    view.report()
    view.section("New violations")
    view.news()
    view.section("Consent")
    view.figures("consent_coverage", "implied_share", "processing_after_withdrawal", "messages_without_consent")
    view.withdrawals()
    view.section("Requests")
    view.figures("requests_overdue", "on_time_rate_incl_overdue", "median_working_days", "erasures_clean_share")
    view.section("Data and the policy")
    view.figures(
        "controls_not_met", "disclosures_complete_share", "retention_exceeded_categories", "undeclared_columns"
    )
    view.section(
        "Clauses with violations",
        "The worst first; last those of which only requests of other types are late. "
        "What happened stays counted: new violations tell how it goes.",
    )
    view.not_met()
    view.show("overview.new_by_month")
    view.section("All figures and clauses")
    view.fold("overview.figures", "overview.clauses", chart=False)
