"""A second opinion on every figure: plain Python over the rows of the operational database, slow and literal.

Nothing here reads SQL or imports the program; the policy's files are read anew. People are their operational ids.
Each function quotes the sentence of the definition that it does.
"""

from datetime import date
from typing import Any

from tests.reference import access, consent, controls, inventory, loads, overview, requests
from tests.reference.asked import Answer, Asked
from tests.reference.policy import Policy
from tests.reference.registers import Registers, Tables

QUERIES = {
    **consent.QUERIES,
    **requests.QUERIES,
    **inventory.QUERIES,
    **access.QUERIES,
    **controls.QUERIES,
    **overview.QUERIES,
    **loads.QUERIES,
}


def answer(name: str, tables: Tables | Registers, policy: Policy, as_of: date, **parameters: Any) -> Answer:
    """What the query of that name must answer, in no particular order."""
    registers = tables if isinstance(tables, Registers) else Registers(tables, policy)
    return QUERIES[name](registers, policy, Asked(as_of, **parameters))
