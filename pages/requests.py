"""Requests: what is due and when, what is late, and one case from beginning to end."""

from ui.view import View


def page(view: View) -> None:
    view.case()
    view.not_limited()
    view.due()
    view.figures("requests_overdue", "on_time_rate_incl_overdue", "median_working_days", "erasures_clean_share")
    view.section("Due days")
    view.show("requests.open", "requests.ageing", "requests.calendar")
    view.fold("policy.deadlines")
    view.section("Erasures: what is left where")
    view.show("requests.erasure_outcomes", "requests.erasures", "requests.residue")
    view.section("Trends")
    view.fold("requests.by_month", "requests.summary", "requests.flow", "requests.closed")
