"""What the overview says, in words: its figures, the clauses that are not met, what is new.

The screen and the report say it with these, so that they cannot differ.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Literal

import queries
from language import HIDDEN, MISSING, Language, day_in_baku

Row = Mapping[str, Any]
Ask = Callable[..., Sequence[Row]]
"""Asks a query by its name and filters, for the role that looks."""
Went = Literal["up", "down", "off"]
Late = Mapping[str, Mapping[str, int]]
"""By control of requests: how many of each type it found, where the role sees that."""

SHARES = frozenset(
    {
        "consent_coverage",
        "implied_share",
        "on_time_rate_incl_overdue",
        "erasures_clean_share",
        "disclosures_complete_share",
    }
)
"""The figures that are a part of a whole; the others are counts, and one is a number of days."""

EVENTS = {
    "processing_after_withdrawal": "processing_after_withdrawal",
    "messages_without_consent": "message_without_consent",
}
"""Counts of what happened, which can never fall: read by what is new in them. Each with the control that counts it."""

PERIODS = {
    **dict.fromkeys(("consent_coverage", "implied_share", "requests_overdue", "controls_not_met"), "on_the_day"),
    **dict.fromkeys(
        ("on_time_rate_incl_overdue", "median_working_days", "erasures_clean_share"), "since_the_beginning"
    ),
    **dict.fromkeys((*EVENTS, "disclosures_complete_share"), "since_the_beginning"),
    **dict.fromkeys(("retention_exceeded_categories", "undeclared_columns"), "at_the_load"),
}
"""From when to when a figure counts."""

ABOUT = {"1.3": ("erasure",), "3.5": ("withdrawal", "access", "objection"), "7.1": ("erasure",)}
"""The requests that a clause is about."""
COUNTED_BY_TYPE = {"request_overdue": "overdue", "request_closed_late": "closed_late"}
"""Controls of requests of every type, and the column of requests.summary that counts theirs."""
TOLD_BY_ROW = ("refusal_notified_late", "recipients_not_told")
"""Controls of requests of several types, each row of which names the type first in its detail."""
OF_EVERY_TYPE = (*COUNTED_BY_TYPE, "refusal_notified_late")

AT_THE_LOAD = frozenset({"erasure_residual", "retention_exceeded", "undeclared_data"})
"""Controls of what the source holds, which is known as it was at the load alone."""
AT_LEAST = frozenset({"refused_but_active", "outdated_but_active"})
"""Controls of which a past day shows the least possible number: of a login only the newest is kept."""

FOR_A_PERSON = "contact_missing"  # whether it is met is for a person to say: it is counted nowhere
WORST_FIRST = ("critical", "high", "medium", "low")
STANDINGS = ("broken", "kept", "judged", "unknown", "unmeasured")
"""How a clause stands: violated, without violation, for a person to judge, nothing to check, no control at all."""


@dataclass(frozen=True)
class Figure:
    """One figure as it is read: all of it is text but `met`, which is None where nothing can be met."""

    key: str
    name: str
    about: str
    value: str
    fraction: str
    period: str
    more: str
    target: str
    met: bool | None
    recent: tuple[int, int] | None
    """Of events, how many are new since the same day last month, and how many were new on that day."""
    change: str
    judged: str
    went: Went
    """up, down or off, which is neither."""
    trend: str
    """better, worse or same than a month ago; empty where nothing can be compared."""


@dataclass(frozen=True)
class Before:
    """What the controls found on the same day last month, where it may be compared, and those of requests by type."""

    day: date
    controls: Mapping[str, Row]
    late: Late


def a_month_before(ask: Ask, role: str, as_of: date) -> Before:
    day = month_before(as_of)
    known = [row for row in ask("controls.results", as_of=day) if row["status"] != "not_measurable"]
    return Before(
        day=day,
        controls={row["control"]: row for row in known if row["control"] not in AT_THE_LOAD | AT_LEAST},
        late=late_by_type(partial(ask, as_of=day), role),
    )


def then(control: str, before: Before, words: Language) -> str:
    """What a control found a month before, or why that is not said; empty where nothing is known."""
    if control in AT_THE_LOAD:
        return words.code("figure_period", "at_the_load")
    if control in AT_LEAST:
        return words.text("not compared: of a past day only the least possible number is known")
    if control not in before.controls:
        return ""
    return words.text("on {day}: {n}", day=words.date(before.day), n=found(before.controls[control], words))


def found_and_then(row: Row, before: Before, words: Language) -> str:
    return "; ".join(said for said in (found(row, words), then(row["control"], before, words)) if said)


def has_more(clause: str, controls: Iterable[Row], late: Late, before: Before) -> bool:
    """Whether a control of a clause found more than a month before: of requests, of those the clause is about."""
    for row in controls:
        if (old := before.controls.get(row["control"])) is None:
            continue
        now, was = (_of_its_own(clause, row["control"], each) for each in (late, before.late))
        if (row["violations"] > old["violations"]) if now is None or was is None else now > was:
            return True
    return False


def more_than(before: Before, words: Language) -> str:
    return words.text("more than on {day}", day=words.date(before.day))


def figures(ask: Ask, as_of: date, words: Language) -> dict[str, Figure]:
    """overview.figures in words, by name; of the counts of events, what is new since the same day last month."""
    ago = month_before(as_of)
    now, before = ({row["figure"]: row for row in ask("overview.figures", as_of=day)} for day in (as_of, ago))
    is_past = as_of != day_in_baku(ask("loads.load")[0]["loaded_at"])
    return {
        name: _figure(row, ago, words, _recent(row, before[name]), _more(name, ask, as_of, words), is_past=is_past)
        for name, row in now.items()
    }


def new_in_the_month(control: str, said: Mapping[str, Figure], as_of: date, words: Language) -> str:
    """What a figure of events shows as new, in the words of the control behind it; empty where none does."""
    recent = next((said[name].recent for name, of in EVENTS.items() if of == control and name in said), None)
    if recent is None:
        return ""
    new, before = map(words.number, recent)
    now = words.text("new since {day}: {n}", day=words.date(month_before(as_of)), n=new)
    return f"{now}; {words.text('the month before: {n}', n=before)}"


def month_before(day: date) -> date:
    """The same day last month; its last one where it has no such day."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def year_before(day: date) -> date:
    """The same day last year; the one before where it has no such day."""
    return date(day.year - 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _figure(
    row: Row, ago: date, words: Language, recent: tuple[int, int] | None, more: str, *, is_past: bool
) -> Figure:
    name = row["figure"]
    unknown = is_past and PERIODS[name] == "at_the_load"  # what was held on a past day nobody knows
    aim, met = _target(name, row, None if unknown else row["value"] if recent is None else recent[0], words)
    change, judged = _change(name, row, ago, words) if recent is None else _against(row, recent, ago, words)
    return Figure(
        key=name,
        name=words.capital(words.code("figure", name)),
        about=words.code("figure_about", name),
        value=_value(name, row, words) if recent is None else words.text("new: {n}", n=words.number(recent[0])),
        fraction=_fraction(row, words),
        period=words.code("figure_period", PERIODS[name]),
        more=more,
        target=aim,
        met=met,
        recent=recent,
        change=change,
        judged=judged,
        went=_went(row, recent),
        trend=_trend(row, recent),
    )


def _recent(row: Row, before: Row) -> tuple[int, int] | None:
    """How many events are new since the same day last month, and how many were new on that day."""
    if row["figure"] not in EVENTS or not row["denominator"]:
        return None
    return int(row["value"] - row["previous"]), int(before["value"] - before["previous"])


def _more(name: str, ask: Ask, as_of: date, words: Language) -> str:
    """What a figure that counts since the beginning does not show: the last month, and erasures that are not clean."""
    if name == "controls_not_met":
        return words.text("what happened stays counted: new violations tell how it goes")
    if name == "erasures_clean_share":
        verdicts = {row["verified"]: row["erasures"] for row in ask("requests.erasure_outcomes", as_of=as_of)}
        if not any(verdicts.values()):
            return ""
        return words.text(
            "kept under a lawful hold: {held}, with data left: {residual}, could not be checked: {unchecked}",
            held=words.number(verdicts["kept_on_hold"]),
            residual=words.number(verdicts["residual"]),
            unchecked=words.number(verdicts["not_checkable"]),
        )
    if name == "on_time_rate_incl_overdue" and (months := ask("requests.by_month", as_of=as_of)):
        return words.text(
            "closed in {month}: {closed}, of them late: {late}",
            month=words.month(months[-1]["month"]),
            closed=words.number(months[-1]["closed"]),
            late=words.number(months[-1]["closed_late"]),
        )
    return ""


def verdict(ask: Ask, role: str, as_of: date, said: Mapping[str, Figure], words: Language) -> list[tuple[str, str]]:
    """Are the promises kept, does it get better, where is the risk: each question with its answer in a sentence."""
    results, late, before = ask("controls.results"), late_by_type(ask, role), a_month_before(ask, role, as_of)
    ago, year = before.day, year_before(as_of)

    def broken_on(day: date) -> str:
        if nothing_yet(ask("overview.figures", as_of=day)):
            return MISSING
        return words.number(sum(row["not_met"] > 0 for row in ask("overview.clauses", as_of=day)))

    counts = Counter(_standing(row, results) for row in ask("overview.clauses"))
    broken = clauses_not_met(ask("overview.clauses"), results, late)
    others = sum(_only_of_others(row["clause"], controls, late) for row, controls in broken)
    of_others = f" ({words.text('of them only by other requests: {n}', n=words.number(others))})" if others else ""
    kept = words.text(
        "Of {clauses} clauses, with violations: {broken}; without: {kept}; for a person to judge: {judged}; "
        "cannot be assessed: {unknown}; not measured: {unmeasured}. Targets met: {met} of {targets}.",
        clauses=words.number(sum(counts.values())),
        **{name: words.number(counts[name]) + (of_others if name == "broken" else "") for name in STANDINGS},
        met=words.number(sum(figure.met is True for figure in said.values())),
        targets=words.number(sum(figure.met is not None for figure in said.values())),
    )
    # Events are judged by what is new in them, so that their targets can be met again.
    missed = [name for name, figure in said.items() if figure.met is False and figure.recent is None]
    if past := [name for name in missed if PERIODS[name] == "since_the_beginning"]:
        kept += " " + words.text(
            "Of those missed, counted since the beginning, so that what is past stays in them: {n}.",
            n=f"{words.number(len(past))} ({'; '.join(words.code('figure', name) for name in past)})",
        )
    trends = Counter(figure.trend for figure in said.values())
    worse = "; ".join(words.code("figure", name) for name, figure in said.items() if figure.trend == "worse")
    trend = words.text(
        "Figures worse than a month ago: {worse}. Better: {better}, unchanged: {same}, not comparable: {unknown}.",
        worse=f"{words.number(trends['worse'])} ({worse})" if worse else words.number(0),
        better=words.number(trends["better"]),
        same=words.number(trends["same"]),
        unknown=words.number(trends[""]),
    )
    clauses = words.text(
        "Clauses with violations: {now}; on {day}: {before}; on {year}: {long_ago}.",
        now=words.number(counts["broken"]),
        day=words.date(ago),
        before=broken_on(ago),
        year=words.date(year),
        long_ago=broken_on(year),
    )
    more = [row["clause"] for row, controls in broken if has_more(row["clause"], controls, late, before)]
    if before.controls:
        said_of_more = f"{words.number(len(more))} ({', '.join(more)})" if more else words.number(0)
        clauses += f" {words.text('With more violations than on {day}: {n}.', day=words.date(ago), n=said_of_more)}"
        if unlike := [row["clause"] for row, of in broken if row["clause"] not in more and _not_compared(of)]:
            listed = f"{words.number(len(unlike))} ({', '.join(unlike)})"
            clauses += f" {words.text('Not compared, or not in everything: {n}.', n=listed)}"
    new = new_in_words(new_by_month(ask("overview.new_by_month")), words)
    answers = [(words.text("Kept?"), kept), (words.text("Better or worse?"), f"{clauses} {new} {trend}")]
    if worst := greatest_risks(results):
        risks = " ".join(
            f"{means(row['control'], words).rstrip('.')} ({found_and_then(row, before, words)})." for row in worst
        )
        answers.append((words.text("The greatest risk?"), risks))
    if unfinished := _unfinished(ask("access.incidents")):
        incidents = _open_incidents(unfinished, _unfinished(ask("access.incidents", as_of=ago)), ago, words)
        answers.append((words.text("Open incidents?"), incidents))
    return answers


def _not_compared(controls: Iterable[Row]) -> bool:
    """Whether one that found violations cannot be told for a past day."""
    return any(row["control"] in AT_THE_LOAD | AT_LEAST and row["violations"] for row in controls)


def _unfinished(incidents: Iterable[Row]) -> list[Row]:
    return [row for row in incidents if row["closed_on"] is None]


def _open_incidents(now: Sequence[Row], then: Sequence[Row], ago: date, words: Language) -> str:
    """How many are open and since when, and so for the critical ones: the oldest of all need not be one of them."""

    def numbers(now: Sequence[Row], then: Sequence[Row]) -> dict[str, str]:
        oldest = min(day_in_baku(row["discovered_at"]) for row in now)
        return {
            "n": words.number(len(now)),
            "then": words.number(len(then)),
            "ago": words.date(ago),
            "day": words.date(oldest),
        }

    every = words.text("Not closed: {n} (on {ago}: {then}), the oldest since {day}.", **numbers(now, then))
    critical, before = ([row for row in rows if row["severity"] == "critical"] for rows in (now, then))
    if not critical:
        return f"{every} {words.text('Of them critical: 0.')}"
    of_them = words.text(
        "Of them critical: {n} (on {ago}: {then}), the oldest since {day}.", **numbers(critical, before)
    )
    return f"{every} {of_them}"


def limits_rest_on(rows: Iterable[Row], regime: str, words: Language) -> str:
    """What the time limits of a regime rest on, by rows of policy.deadlines."""
    sure = Counter(row["confidence"] for row in rows if row["regime"] == regime)
    confirmed = ("confirmed", sure.pop("confirmed", 0))  # said first, and that there is none
    counts = [confirmed, *sure.most_common()]
    said = ", ".join(f"{words.code('confidence', code)}: {words.number(count)}" for code, count in counts)
    return words.text("What the time limits rest on: {said}.", said=said)


def of_small_numbers(words: Language) -> str:
    """What management does not see, and what it sees in full."""
    hidden = words.text("Management does not see counts of people from 1 to 9.")
    return f"{hidden} {words.text('Cases, as violations and requests, are counted in full.')}"


def rules_in_force(deadlines: Iterable[Row], regime: str, obligation: str, as_of: date) -> list[Row]:
    """Of rows of policy.deadlines, the limits of an obligation on a day; of rules for the same, the one valid last."""
    rules: dict[str, Row] = {}
    for row in deadlines:
        ours = row["regime"] == regime and row["obligation"] == obligation
        if ours and (row["valid_from"] is None or row["valid_from"] <= as_of):
            rules[row["applies_to"]] = row
    return list(rules.values())


def to_contain(incidents: Iterable[Row], rules: Iterable[Row]) -> list[tuple[datetime, int]]:
    """When the time ends of each incident that is not contained and may still be in time, and its number, the first of
    them first."""
    waiting = [
        row
        for row in incidents
        if row["hours_to_contain"] is None and row["closed_on"] is None and not row["past_limit"]
    ]
    return sorted(
        (row["discovered_at"] + timedelta(hours=rule["limit"]), row["incident_id"]) for row in waiting for rule in rules
    )


def _standing(clause: Row, results: Iterable[Row]) -> str:
    """Of a row of overview.clauses: which of STANDINGS it has."""
    if clause["not_met"]:
        return "broken"
    if not clause["controls"]:
        return "unmeasured"
    statuses = {row["status"] for row in results if clause["clause"] in row["clause"].split()}
    return "judged" if "needs_a_person" in statuses else "kept" if "met" in statuses else "unknown"


def greatest_risks(results: Iterable[Row]) -> list[Row]:
    """The broken controls of the highest severity that any has."""
    broken = controls_not_met(results)
    return [row for row in broken if row["severity"] == broken[0]["severity"]]


def nothing_yet(rows: Iterable[Row]) -> bool:
    """Whether by the day of these rows of overview.figures nobody had registered and nothing had happened."""
    return all(
        not row["denominator"]
        for row in rows
        if PERIODS[row["figure"]] != "at_the_load" and row["figure"] != "controls_not_met"
    )


def late_by_type(ask: Ask, role: str) -> Late:
    """What the controls of requests found, by type."""
    summary = ask("requests.summary")
    late: dict[str, Mapping[str, int]] = {
        control: {row["type"]: row[column] for row in summary} for control, column in COUNTED_BY_TYPE.items()
    }
    for control in TOLD_BY_ROW:
        name = f"controls.{control}"
        if role in queries.get(name).header.roles:
            late[control] = Counter(row["detail"].partition(",")[0] for row in ask(name))
    return late


def clauses_not_met(clauses: Iterable[Row], results: Iterable[Row], late: Late) -> list[tuple[Row, list[Row]]]:
    """Rows of overview.clauses, the worst first, each with its controls of controls.results that are not met.

    Last come those of which only requests of other types than theirs are late.
    """
    broken = controls_not_met(results)
    with_controls = [
        (row, [control for control in broken if row["clause"] in control["clause"].split()])
        for row in clauses
        if row["not_met"]
    ]

    def order(of: tuple[Row, list[Row]]) -> tuple[bool, int, int]:
        row, controls = of
        others = _only_of_others(row["clause"], controls, late)
        return others, WORST_FIRST.index(row["worst_severity"]), -row["violations"]

    return sorted(with_controls, key=order)


def controls_not_met(results: Iterable[Row]) -> list[Row]:
    """Rows of controls.results, the worst first."""
    rows = [row for row in results if row["status"] == "not_met"]
    return sorted(rows, key=lambda row: (WORST_FIRST.index(row["severity"]), -row["violations"], row["control"]))


def new_by_month(rows: Iterable[Row]) -> dict[str, int]:
    """Rows of overview.new_by_month: how many violations of any severity are new in each month."""
    months = Counter[str]()
    for row in rows:
        months[row["month"]] += row["violations"]
    return dict(months)


def new_in_words(months: Mapping[str, int], words: Language) -> str:
    """The running month and the one before."""
    before, now = list(months.items())[-2:]
    return words.text(
        "New violations: {now} in {month} so far, {before} in {month_before}.",
        now=words.number(now[1]),
        month=words.month(now[0]),
        before=words.number(before[1]),
        month_before=words.month(before[0]),
    )


def last_working_day(as_of: date, calendar: Iterable[Row]) -> date:
    """The one before `as_of`, by the rows of policy.calendar: the days that differ from a plain week."""
    works = {row["day"]: row["is_working"] for row in calendar}
    day = as_of - timedelta(days=1)
    while not works.get(day, day.weekday() < 5):
        day -= timedelta(days=1)
    return day


def since(day: date, words: Language) -> str:
    return words.text(
        "Since the beginning of the last working day: {weekday}, {day}",
        weekday=words.weekday(day.isoweekday()),
        day=words.date(day),
    )


def reach(newest: datetime | None, as_of: date, words: Language) -> str:
    """Before who counts what is new: of a day without records nothing can be new yet. `newest` is in UTC."""
    if newest is None or day_in_baku(newest) >= as_of:
        return ""
    return words.text("The source holds no records of {day} yet.", day=words.date(as_of)) + " "


def news(rows: Iterable[Row]) -> list[tuple[Row, int, list[str]]]:
    """Rows of overview.news by control: its first row, how many are new, and their keys if the role sees them."""
    by_control: dict[str, list[Row]] = {}
    for row in rows:
        by_control.setdefault(row["control"], []).append(row)
    return [
        (rows[0], sum(row["violations"] for row in rows), [row["ref"] for row in rows if row["ref"] is not None])
        for rows in by_control.values()
    ]


def withdrawals(rows: Iterable[Row], as_of: date, words: Language) -> str:
    """Rows of consent.withdrawals: how many there were in the running month and in the one before."""
    months = [(as_of.replace(day=1) - timedelta(days=1)).strftime("%Y-%m"), as_of.strftime("%Y-%m")]
    counts, unseen = Counter[str](), set()
    for row in rows:
        counts[row["month"]] += row["withdrawals"] or 0
        if row["withdrawals"] is None:
            unseen.add(row["month"])
    if unseen.intersection(months):  # what is left of two months says nothing of how they compare
        return ""
    before, now = (words.number(counts[month]) for month in months)
    return words.text(
        "Withdrawals of consent, all purposes: {now} in {month} so far, {before} in {month_before}.",
        now=now,
        month=words.month(months[1]),
        before=before,
        month_before=words.month(months[0]),
    )


def found(row: Row, words: Language) -> str:
    """How many of the things that a control examined violate it."""
    return words.text("{part} of {whole}", part=words.number(row["violations"]), whole=words.number(row["examined"]))


def watches(clause: str, control: str, late: Late, words: Language) -> str:
    """For a control that watches more than its clause is about: how much of what it found is about that."""
    if clause not in ABOUT:
        return ""
    said = [words.text("requests of every type")] if control in OF_EVERY_TYPE else []
    if (n := _of_its_own(clause, control, late)) is not None:
        types = ", ".join(words.code("request_type", name) for name in ABOUT[clause])
        said.append(words.text("of them {types}: {n}", types=types, n=words.number(n)))
    return ", ".join(said)


def _only_of_others(clause: str, controls: Iterable[Row], late: Late) -> bool:
    """Whether all that the controls of a clause found are requests that it is not about."""
    return all(is_of_others(clause, control["control"], late) for control in controls)


def is_of_others(clause: str, control: str, late: Late) -> bool:
    """Whether nothing that a control found is about what its clause is about."""
    return _of_its_own(clause, control, late) == 0


def _of_its_own(clause: str, control: str, late: Late) -> int | None:
    """How many requests that a control found are of the types its clause is about; None where that is not said."""
    if clause not in ABOUT or control not in late:
        return None
    return sum(late[control].get(name, 0) for name in ABOUT[clause])


def title(control: str, words: Language) -> str:
    """What a control is called."""
    return queries.get(f"controls.{control}").header.title[words.code_of_language]


def means(control: str, words: Language) -> str:
    """What it means for people that a control is broken, in a sentence."""
    return words.code("means", control)


def twins(broken: Iterable[tuple[Row, Sequence[Row]]]) -> dict[str, str]:
    """Of clauses with one broken control, the clause before them that has it too."""
    first, found = dict[str, str](), dict[str, str]()
    for row, controls in broken:
        if len(controls) == 1 and controls[0]["control"] in first:
            found[row["clause"]] = first[controls[0]["control"]]
        for control in controls:
            first.setdefault(control["control"], row["clause"])
    return found


def means_for(clause: str, controls: Iterable[Row], late: Late, twins: Mapping[str, str], words: Language) -> str:
    """The same of the worst control of a clause that found anything the clause is about, unless it is said above."""
    for control in controls:
        if not is_of_others(clause, control["control"], late):
            if clause in twins:
                return words.text("The same control as under clause {clause}.", clause=twins[clause])
            return means(control["control"], words)
    return words.text("No request that this clause is about is late: its controls count requests of every type.")


def _unseen(row: Row) -> list[str]:
    """The columns that the role does not see; among them those that only rest on a count of few people."""
    return (row.get("hidden") or "").split()


def _value(name: str, row: Row, words: Language) -> str:
    if "value" in _unseen(row):
        return words.column("hidden")
    if row["value"] is None or not row["denominator"]:
        return MISSING
    return _said(name, row["value"], words)


def _said(name: str, number: float, words: Language) -> str:
    return words.percent(number) if name in SHARES else words.number(number, 0 if float(number).is_integer() else 1)


def _fraction(row: Row, words: Language) -> str:
    """Out of how many, and of what."""
    if not row["denominator"]:
        return words.text("nothing to count")
    whole = words.number(row["denominator"])
    if row["numerator"] is not None:
        part = words.number(row["numerator"])
    elif "numerator" in _unseen(row):
        part = HIDDEN if "people" in _unseen(row) else words.column("hidden")
    else:
        return words.text("{whole} closed requests", whole=whole)
    return f"{words.text('{part} of {whole}', part=part, whole=whole)} {words.code('figure_of', row['figure'])}"


def _change(name: str, row: Row, ago: date, words: Language) -> tuple[str, str]:
    """Against the same day last month: by how much, and whether that is for the better."""
    if not _is_comparable(row):
        return "", ""
    by = row["value"] - row["previous"]
    if abs(by) < (0.0005 if name in SHARES else 1e-9):
        return "±0", words.text("since {day}", day=words.date(ago))
    scaled, digits = (abs(by) * 100, 1) if name in SHARES else (abs(by), 0 if float(by).is_integer() else 1)
    size = ("+" if by > 0 else "−") + words.number(scaled, digits)
    said = words.text("{size} points", size=size) if name in SHARES else size
    return f"{said}, {_judged(_trend(row, None), words)}", words.text("since {day}", day=words.date(ago))


def _is_comparable(row: Row) -> bool:
    """What is counted at the load is known of no day before."""
    there = row["value"] is not None and row["previous"] is not None and bool(row["denominator"])
    return there and PERIODS[row["figure"]] != "at_the_load"


def _went(row: Row, recent: tuple[int, int] | None) -> Went:
    if recent is None and not _is_comparable(row):
        return "off"
    now, before = recent or (row["value"], row["previous"])
    return "off" if abs(now - before) < 1e-9 else "up" if now > before else "down"


def _trend(row: Row, recent: tuple[int, int] | None) -> str:
    went = _went(row, recent)
    if went == "off":
        return "same" if recent or _is_comparable(row) else ""
    return "better" if (went == "up") == (row["direction"] == "up_is_good") else "worse"


def _judged(trend: str, words: Language) -> str:
    return words.text("worse") if trend == "worse" else words.text("better")


def _against(row: Row, recent: tuple[int, int], ago: date, words: Language) -> tuple[str, str]:
    """What is new since the same day last month, against the month before that."""
    trend, since = _trend(row, recent), words.text("since {day}", day=words.date(ago))
    before = words.text("the month before: {n}", n=words.number(recent[1]))
    return "±0" if trend == "same" else _judged(trend, words), f"{since}; {before}"


def _target(name: str, row: Row, value: float | None, words: Language) -> tuple[str, bool | None]:
    if row["target"] is None:
        return words.text("no target set"), None
    aim = words.percent(row["target"], 0) if name in SHARES else _said(name, row["target"], words)
    if value is None or not row["denominator"]:
        return words.text("target {aim}", aim=aim), None
    up = row["direction"] == "up_is_good"
    if value >= row["target"] - 1e-12 if up else value <= row["target"] + 1e-12:
        return words.text("target {aim} met", aim=aim), True
    return words.text("target {aim} not met", aim=aim), False
