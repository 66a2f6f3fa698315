"""Policy: each clause with its text, its controls and the rows behind them."""

from ui.view import View


def page(view: View) -> None:
    view.clauses()
    view.section("All clauses and controls")
    view.show("overview.clauses", "controls.results", "controls.trend", "controls.findings")
