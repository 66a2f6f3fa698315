"""What a load must have counted."""

from tests.reference.registers import DECLARED, Registers


def reconciliation(registers: Registers) -> dict[str, tuple[int, int, int, int]]:
    """table -> source_rows, loaded, quarantined, excluded: 'source_rows = loaded + quarantined + excluded'."""
    return {
        table: (len(registers.source.get(table, [])), len(registers.rows[table]), registers.set_aside[table], 0)
        for table in DECLARED
    }
