"""Inventory: which data is held, for what, how long, and whether the policy says so."""

from ui.view import View


def page(view: View) -> None:
    view.figures("retention_exceeded_categories", "undeclared_columns")
    view.show("inventory.categories", "inventory.matrix")
    view.cell()
    view.fold("inventory.recipients", "inventory.record_of_processing", "inventory.schema")
