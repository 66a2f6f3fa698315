"""Inventory: what is held, past its period, used for what and given to whom."""

from datetime import date

from tests.reference.asked import Answer, Asked
from tests.reference.days import add_months, baku_day
from tests.reference.policy import Policy
from tests.reference.registers import CannotBeRead, Registers, Row, empty, instant
from tests.reference.requests import hold_in_force

REGISTER_TABLES = (
    "consent_events", "access_log", "contact_messages", "privacy_requests", "privacy_request_events", "legal_holds",
    "disclosures", "incidents",
)  # fmt: skip


def cell_list(values) -> str | None:
    """'Lists in one cell: distinct, sorted, joined by `, `, empty ones left out, null if none.'"""
    return ", ".join(sorted({value for value in values if not empty(value)})) or None


def owner_column(registers: Registers, policy: Policy, table: str) -> str | None:
    """'A table holds people's rows when it has `user_id` or the owner column that categories.csv names.'"""
    named = [row["owner_column"] for row in policy.categories if row["table"] == table]
    return next((column for column in [*named, "user_id"] if column in registers.schema[table].columns), None)


def column_status(registers: Registers, policy: Policy, table: str, column: str, owner: str) -> str:
    """'declared, register, key, time (`*_at` or a date or time type), not_personal, else undeclared', in this order."""
    if any((row["table"], row["column"]) == (table, column) for row in policy.categories):
        return "declared"
    if table in REGISTER_TABLES:
        return "register"
    known = registers.schema[table]
    if column == owner or column in known.key:
        return "key"
    if column.endswith("_at") or known.columns[column].split()[0] in ("timestamptz", "date"):
        return "time"
    return "not_personal" if (table, column) in policy.not_personal else "undeclared"


def schema(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """table, column, status, for every column of a table that holds people's rows"""
    found = []
    for table, known in registers.schema.items():
        if owner := owner_column(registers, policy, table):
            found += [
                {"table": table, "column": column, "status": column_status(registers, policy, table, column, owner)}
                for column in known.columns
            ]
    return found


def _time(value) -> date | None:
    try:
        return baku_day(instant(value))
    except CannotBeRead:
        return None


def holding(registers: Registers, table: str, column: str) -> list[Row]:
    """'A row counts where its cell is not empty.'"""
    return [row for row in registers.source.get(table, []) if not empty(row.get(column))]


def past_retention(registers: Registers, policy: Policy, asked: Asked, category: Row) -> int | None:
    """'Distinct non-test owners with a row past the category's rule and no hold in force on that category; "account
    closed" counts from users.closed_at (owners without a users row never pass it); null without a rule.'"""
    rule = policy.retention.get(category["category"])
    if rule is None:
        return None
    source_users = {row["user_id"]: row for row in registers.source.get("users", [])}
    past = set()
    for row in holding(registers, category["table"], category["column"]):
        owner = row.get(category["owner_column"])
        user = source_users.get(owner)
        if empty(owner) or (user is not None and user["is_test"]):
            continue
        if rule["counted_from"] == "account closed":
            counted_from = None if user is None else _time(user["closed_at"])
        else:
            counted_from = _time(row.get(rule["counted_from"]))
        # 'Retention periods are not moved off non-working days; "past" means D is after the limit day.'
        if counted_from is not None and asked.as_of > add_months(counted_from, int(rule["months"])):
            past.add(owner)
    return sum(not hold_in_force(registers, owner, category["category"], asked) for owner in past)


def categories(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """category, clause, table, column, rows, subjects, oldest_on, newest_on, past_retention_subjects, retention,
    ground,
    status: 'the declared categories and each undeclared column'. 'rows, subjects, oldest_on, newest_on describe the
    load
    (all rows, orphans and test accounts too); D moves only retention and holds.'"""
    found = []
    for category in policy.categories:
        rows = holding(registers, category["table"], category["column"])
        days = [day for row in rows if (day := _time(row.get(category["time_column"])))]
        rule = policy.retention.get(category["category"], {})
        known = registers.schema.get(category["table"])
        present = known is not None and category["column"] in known.columns
        found.append(
            {
                "category": category["category"],
                "clause": category["clause"],
                "table": category["table"],
                "column": category["column"],
                "rows": len(rows),
                "subjects": len({row[category["owner_column"]] for row in rows} - {None}),
                "oldest_on": min(days, default=None),
                "newest_on": max(days, default=None),
                "past_retention_subjects": past_retention(registers, policy, asked, category),
                "retention": int(rule["months"]) if rule else None,
                "ground": rule.get("ground"),
                "status": "declared" if present else "declared_but_absent",
            }
        )
    for row in schema(registers, policy, asked):
        if row["status"] == "undeclared":
            rows = holding(registers, row["table"], row["column"])
            owner = owner_column(registers, policy, row["table"])
            found.append(
                {
                    "category": None,
                    "clause": None,
                    "table": row["table"],
                    "column": row["column"],
                    "rows": len(rows),
                    "subjects": len({cell[owner] for cell in rows} - {None}),
                    "oldest_on": None,
                    "newest_on": None,
                    "past_retention_subjects": None,
                    "retention": None,
                    "ground": None,
                    "status": "undeclared",
                }
            )
    return found


def matrix(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'category, purpose (empty is null), events (allowed, up to D), subjects (distinct people named), legal_bases'"""
    groups: dict[tuple, list[Row]] = {}
    for row in asked.rows(registers, "access_log"):
        if row["outcome"] == "allowed" and asked.happened(row["occurred_at"]):
            groups.setdefault((row["category"], row["purpose"]), []).append(row)
    return [
        {
            "category": category,
            "purpose": purpose,
            "events": len(rows),
            "subjects": len({row["user_id"] for row in rows} - {None}),
            "legal_bases": cell_list(row["legal_basis"] for row in rows),
        }
        for (category, purpose), rows in groups.items()
    ]


def recipients(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'recipient, recipient_type, ground (one row per the three), disclosures, subjects (sum of subject_count),
    last_on,
    countries'"""
    groups: dict[tuple, list[Row]] = {}
    for row in registers.of("disclosures"):
        if asked.happened(row["disclosed_at"]):
            groups.setdefault((row["recipient"], row["recipient_type"], row["ground"]), []).append(row)
    return [
        {
            "recipient": recipient,
            "recipient_type": kind,
            "ground": ground,
            "disclosures": len(rows),
            "subjects": sum(row["subject_count"] for row in rows),
            "last_on": max(baku_day(row["disclosed_at"]) for row in rows),
            "countries": cell_list(row["country"] for row in rows),
        }
        for (recipient, kind, ground), rows in groups.items()
    ]


QUERIES = {
    "inventory.categories": categories,
    "inventory.matrix": matrix,
    "inventory.recipients": recipients,
    "inventory.schema": schema,
}
