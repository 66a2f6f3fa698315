"""Loads: when the data came, how much of it, what was rejected and why."""

from ui.view import View


def page(view: View) -> None:
    view.stamp()
    view.show("loads.load", "loads.freshness", "loads.history", "loads.examined", "loads.checks", "loads.quarantine")
