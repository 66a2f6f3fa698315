"""What a load must have counted, and what is left of it for the figures."""

from tests.reference.asked import Answer, Asked
from tests.reference.policy import Policy
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


TIMES = {
    "users": ("registered_at",),
    "policy_versions": ("published_at", "effective_at"),
    "consent_events": ("occurred_at",),
    "access_log": ("occurred_at",),
    "contact_messages": ("sent_at",),
    "disclosures": ("disclosed_at",),
    "privacy_requests": ("received_at",),
    "legal_holds": ("placed_at",),
    "incidents": ("discovered_at",),
}
"""When a row comes into the figures: at the earliest of these times."""


def examined(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """dataset, loaded, test_accounts, of_nobody, after_the_day, examined: 'loaded = test_accounts + of_nobody +
    after_the_day + examined', each row counted once, left to right."""
    found = []
    for table, times in TIMES.items():
        counts = dict.fromkeys(("test_accounts", "of_nobody", "after_the_day", "examined"), 0)
        for row in registers.rows[table]:
            user_id = row.get("user_id")
            if user_id in registers.test_ids:
                counts["test_accounts"] += 1
            elif table == "consent_events" and user_id not in registers.users:
                counts["of_nobody"] += 1
            else:
                counts["examined" if any(asked.happened(row[time]) for time in times) else "after_the_day"] += 1
        found.append({"dataset": DATASETS[table], "loaded": len(registers.rows[table]), **counts})
    return found


QUERIES = {
    "loads.examined": examined,
}
