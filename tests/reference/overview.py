"""Overview: the figures and the clause list, from the queries behind them."""

from dataclasses import replace

from tests.reference import access, consent, controls, requests
from tests.reference.asked import Answer, Asked, share
from tests.reference.days import add_months
from tests.reference.policy import Policy
from tests.reference.registers import Registers

SEVERITIES = ("low", "medium", "high", "critical")


def values(registers: Registers, policy: Policy, asked: Asked) -> dict[str, tuple]:
    """Each figure: value, numerator, denominator."""
    given = next(r for r in consent.coverage(registers, policy, asked) if r["purpose"] == "policy")
    people = given["population"]
    dealt = requests.figures(requests.cases(registers, policy, asked), policy)
    measured = [c for c in requests.cases(registers, policy, asked) if c.on_time is not None]
    erased = requests.erasures(registers, policy, asked)
    clean = sum(row["verified"] == "clean" for row in erased)
    results = {row["control"]: row for row in controls.results(registers, policy, asked)}
    not_met = sum(row["status"] == "not_met" for row in results.values())
    told = access.disclosures(registers, policy, asked)
    complete = sum(row["complete"] for row in told)

    def violations(name: str) -> tuple:
        return results[name]["violations"], results[name]["violations"], results[name]["examined"]

    def ratio(part: int, whole: int) -> tuple:
        return share(part, whole), part, whole

    return {
        "consent_coverage": ratio(given["explicit"], people),
        "implied_share": ratio(given["implied"], people),
        "requests_overdue": (dealt["overdue"], dealt["overdue"], dealt["open"]),
        "on_time_rate_incl_overdue": ratio(sum(case.on_time for case in measured), len(measured) + dealt["overdue"]),
        "median_working_days": (dealt["median_working_days"], None, dealt["closed"]),
        "erasures_clean_share": ratio(clean, len(erased)),
        "controls_not_met": (not_met, not_met, len(results)),
        "processing_after_withdrawal": violations("processing_after_withdrawal"),
        "messages_without_consent": violations("message_without_consent"),
        "disclosures_complete_share": ratio(complete, len(told)),
        "retention_exceeded_categories": violations("retention_exceeded"),
        "undeclared_columns": violations("undeclared_data"),
    }


def figures(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'figure, value, numerator, denominator, target, previous (same day last month), direction'"""
    asked = Asked(asked.as_of)
    now = values(registers, policy, asked)
    before = values(registers, policy, replace(asked, as_of=add_months(asked.as_of, -1)))
    found = []
    for figure, (value, numerator, denominator) in now.items():
        declared = policy.targets.get(figure, {})
        found.append(
            {
                "figure": figure,
                "value": value,
                "numerator": numerator,
                "denominator": denominator,
                "target": float(declared["target"]) if declared.get("target") else None,
                "previous": before[figure][0],
                "direction": declared.get("direction"),
            }
        )
    return found


def clauses(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'clause, controls, not_met, violations, worst_severity: one row per number that opens a paragraph and per section
    4, 5, 6; a control counts in each of its clauses; violations: of all of them; worst_severity: the worst of those not
    met, null if none; no control: 0, 0, 0, null'"""
    results = controls.results(registers, policy, Asked(asked.as_of))
    found = []
    for clause in policy.clauses:
        here = [row for row in results if clause in row["clause"].split()]
        not_met = [row for row in here if row["status"] == "not_met"]
        found.append(
            {
                "clause": clause,
                "controls": len(here),
                "not_met": len(not_met),
                "violations": sum(row["violations"] for row in here),
                "worst_severity": max((row["severity"] for row in not_met), key=SEVERITIES.index, default=None),
            }
        )
    return found


QUERIES = {"overview.figures": figures, "overview.clauses": clauses}
