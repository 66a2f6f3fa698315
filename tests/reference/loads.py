"""What a load must have counted."""

from tests.reference.registers import DECLARED, Registers

DATASETS = {
    "users": "users",
    "user_profiles": "profiles",
    "policy_versions": "policy_versions",
    "consent_events": "consent_events",
    "access_log": "access_log",
    "contact_messages": "contact_messages",
    "disclosures": "disclosures",
    "privacy_requests": "requests",
    "privacy_request_events": "request_events",
    "legal_holds": "holds",
    "incidents": "incidents",
}
"""What the program calls each table."""


def reconciliation(registers: Registers) -> dict[str, tuple[int, int, int, int]]:
    """table -> source_rows, loaded, quarantined, excluded: 'source_rows = loaded + quarantined + excluded'."""
    return {
        table: (len(registers.source.get(table, [])), len(registers.rows[table]), registers.set_aside[table], 0)
        for table in DECLARED
    }
