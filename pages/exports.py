"""Exports: everything that can be taken along, with the meaning of every column."""

from ui.view import View


def page(view: View) -> None:
    view.exports()
