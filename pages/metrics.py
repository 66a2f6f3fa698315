"""Metrics: what every figure, control and term means."""

from ui.view import View


def page(view: View) -> None:
    view.metrics()
