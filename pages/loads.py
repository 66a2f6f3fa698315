"""Loads: when the data came, how much of it, what was rejected and why."""

from ui.view import View


def page(view: View) -> None:
    view.show("loads.load", "loads.freshness", "loads.history")
    view.section("What was found on the way")
    view.show("loads.checks", "loads.quarantine")
