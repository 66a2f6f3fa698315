"""Policy: each clause with its text, its controls and the rows behind them."""

from ui.view import View


def page(view: View) -> None:
    view.clauses()
    view.section("Every control")
    view.show("controls.results", "controls.trend")
    view.section("The text itself")
    view.show("controls.findings")
