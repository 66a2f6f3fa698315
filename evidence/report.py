"""The overview on paper: the figures of the page, with their words, as a PDF.

The same snapshot, day, role and language give the same bytes. It holds no more than the role may ask.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import Any

from babel.dates import format_date

import queries
from evidence import overview
from evidence.csv import File
from evidence.overview import Figure, Row
from evidence.paper import ACCENT, INK, QUIET, WIDTH, Column, Line, Paper
from language import LOCALES, MISSING, Language
from snapshots import Snapshot

# The sections of the page, in its order.
SECTIONS = {
    "Consent": ("consent_coverage", "implied_share", "processing_after_withdrawal", "messages_without_consent"),
    "Requests": ("requests_overdue", "on_time_rate_incl_overdue", "median_working_days", "erasures_clean_share"),
    "Data and the policy": (
        "controls_not_met",
        "disclosures_complete_share",
        "retention_exceeded_categories",
        "undeclared_columns",
    ),
}
FIGURE_OF_CONTROLS = "controls_not_met"


@dataclass(frozen=True)
class Facts:
    """The answers that the report is made of, all for one role and day."""

    snapshot: Snapshot
    role: str
    as_of: date
    load: Row
    registers: Sequence[Row]
    figures: Mapping[str, Row]
    said: Mapping[str, Figure]
    withdrawals: Sequence[Row]
    news: Sequence[Row]
    late: overview.Late
    since: date
    clauses: Sequence[Row]
    texts: Mapping[str, Row]
    results: Sequence[Row]
    months: Mapping[str, int]
    """New violations by month."""
    trend: Sequence[Row]
    before: overview.Before
    verdict: Sequence[tuple[str, str]]
    deadlines: Sequence[Row]


def make(snapshot: Snapshot, role: str, language: str, as_of: date | None = None) -> bytes:
    """The report as a PDF; `as_of` is the day of the load if none is given. Raises what queries.run raises."""
    words = Language(language)
    facts = ask(snapshot, role, words, as_of)
    paper = Paper(
        title=f"{words.text('Overview')}, {words.text('as of {day}', day=words.date(facts.as_of))}",
        foot=" · ".join(
            [
                words.text("Privacy dashboard"),
                words.text("as of {day}", day=words.date(facts.as_of)),
                words.text("snapshot {id}", id=snapshot.load_id),
                words.code("viewer", role),
            ]
        ),
        page_of=words.text("page {page} of {pages}", page="{page}", pages="{pages}"),
        language=language,
        made_at=facts.load["loaded_at"].replace(tzinfo=UTC),
    )
    _head(paper, facts, words)
    _verdict(paper, facts, words)
    kept = paper.keep(7.8)  # which pages the appendix has is known at the end
    for part in (_figures, _news, _clauses, _trend):
        part(paper, facts, words)
    first = _definitions(paper, facts, words)
    _again(paper, facts, words)
    pages = "–".join(map(str, sorted({first, paper.page_no()})))
    appendix = words.text("Appendix (p. {pages}): what each figure means and how to repeat it.", pages=pages)
    paper.say_on_first(Line(appendix, 7.8, QUIET), kept)
    return bytes(paper.output())


def write(snapshot: Snapshot, folder: Path, role: str, language: str, as_of: date) -> File:
    """The report in a private file, as a download wants it."""
    content = make(snapshot, role, language, as_of)
    sha256 = hashlib.sha256(content).hexdigest()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / os.urandom(16).hex()
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target:
        target.write(content)
    name = f"overview_as-of-{as_of.isoformat()}_snapshot-{snapshot.load_id}_{sha256[:12]}.pdf"
    return File(path, name, sha256, sum(map(len, SECTIONS.values())))


def ask(snapshot: Snapshot, role: str, words: Language, as_of: date | None = None) -> Facts:
    """Everything the report says, through the one door."""
    day = as_of or queries.day_of_load(snapshot)

    def rows(name: str, **filters: Any) -> list[dict[str, Any]]:
        answer: list[dict[str, Any]] = queries.run(name, snapshot, role, filters).to_pylist()
        return answer

    def on_the_day(name: str, **filters: Any) -> list[dict[str, Any]]:
        return rows(name, **{"as_of": day, **filters})

    said = overview.figures(rows, day, words)
    figures = on_the_day("overview.figures")
    return Facts(
        snapshot=snapshot,
        role=role,
        as_of=day,
        load=rows("loads.load")[0],
        registers=on_the_day("loads.freshness"),
        figures={row["figure"]: row for row in figures},
        said=said,
        withdrawals=on_the_day("consent.withdrawals"),
        news=on_the_day("overview.news"),
        late=overview.late_by_type(on_the_day, role),
        since=overview.last_working_day(day, rows("policy.calendar")),
        clauses=on_the_day("overview.clauses"),
        texts={row["clause"]: row for row in rows("policy.clauses")},
        results=on_the_day("controls.results"),
        months=overview.new_by_month(on_the_day("overview.new_by_month")),
        trend=on_the_day("controls.trend"),
        before=overview.a_month_before(rows, role, day),
        verdict=[] if overview.nothing_yet(figures) else overview.verdict(on_the_day, role, day, said, words),
        deadlines=rows("policy.deadlines"),
    )


def _head(paper: Paper, facts: Facts, words: Language) -> None:
    above = [words.text("Privacy dashboard")]
    if facts.load["demo"]:
        above.append(words.text("DEMO: invented people"))
    paper.set_y(15)
    paper.say(Line(" · ".join(above), 8.2, QUIET))
    paper.start_section(words.text("Overview"))
    paper.say(Line(words.text("Overview"), 21, bold=True), above=0.6)
    question = words.text("Are the promises of the policy kept, is it getting better, and where is the risk?")
    paper.say(Line(question, 9.6, QUIET), above=0.3, below=2.4)
    stamps = (
        (words.text("As of the end of"), words.date(facts.as_of)),
        (words.text("Data loaded"), words.time(facts.load["loaded_at"])),
        (words.text("Newest record in the source"), _newest(facts, words)),
        (words.text("Prepared for"), words.code("viewer", facts.role)),
        (words.text("Snapshot"), facts.snapshot.load_id),
        (words.text("Time limits under"), words.code("regime", facts.load["regime"])),
    )
    for first in range(0, len(stamps), 3):
        columns = [
            Column(x, width, (Line(label, 7.4, QUIET), Line(words.capital(said), 8.8)))
            for (x, width), (label, said) in zip(((0, 44), (46, 48), (96, 78)), stamps[first : first + 3], strict=True)
        ]
        paper.row(*columns, above=1.1, below=1.1, ruled=False)
    if facts.role == "management":
        paper.say(Line(overview.of_small_numbers(words), 7.8, QUIET), above=0.8)


def _verdict(paper: Paper, facts: Facts, words: Language) -> None:
    for place, (question, answer) in enumerate(facts.verdict):
        paper.row(
            Column(0, 34, (Line(question, 9.2, bold=True),)),
            Column(36, WIDTH - 36, (Line(answer, 9.2),)),
            above=2.4 if place == 0 else 0.8,
            below=0.8,
            ruled=False,
        )
    rests = overview.limits_rest_on(facts.deadlines, facts.load["regime"], words)
    paper.say(Line(rests, 7.8, QUIET), above=1.2)


def _newest(facts: Facts, words: Language) -> str:
    """When the source last recorded anything that was loaded, and how long before the load that was."""
    known = [row for row in facts.registers if row["newest_recorded_at"] is not None]
    if not known:
        return MISSING
    row = min(known, key=lambda row: row["lag"])
    hours = words.plural("{number} hour", "{number} hours", round(row["lag"]))
    return f"{words.time(row['newest_recorded_at'])}, {words.text('{hours} before the load', hours=hours)}"


def _figures(paper: Paper, facts: Facts, words: Language) -> None:
    for section, names in SECTIONS.items():
        paper.heading(words.text(section), room=40)
        for name in names:
            _figure(paper, facts.figures[name], facts.said[name])
        if section == "Consent" and (said := overview.withdrawals(facts.withdrawals, facts.as_of, words)):
            paper.say(Line(said, 7.8, QUIET), above=1.2)
    legend = "Bar: the share. Black mark: the target. Grey mark: the same day last month."
    paper.say(Line(words.text(legend), 7.4, QUIET), above=1.8)


def _figure(paper: Paper, row: Row, said: Figure) -> None:
    below = [f"{said.fraction} · {said.period}", said.more]
    y = paper.row(
        Column(0, 61, (Line(said.name, 9.2), *(Line(text, 7.8, QUIET) for text in below if text))),
        Column(60, 18, (Line(said.value, 13 if row["value"] is not None else 8.8, bold=True),), right=True),
        Column(113, 32, (Line(said.target, 7.8, ACCENT if said.met is False else QUIET),)),
        Column(
            147,
            27,
            (Line(said.change, 8.4, ACCENT if said.trend == "worse" else INK), Line(said.judged, 7.4, QUIET)),
        ),
        above=1.35,
        below=1.1,
    )
    if said.key in overview.SHARES and row["value"] is not None:
        paper.bullet(82.5, y + 1.6, 22, row["value"], row["target"], row["previous"])
    if said.met is not None:
        (paper.check if said.met else paper.act)(109, y)


def _news(paper: Paper, facts: Facts, words: Language) -> None:
    newest = max((row["newest_recorded_at"] for row in facts.registers if row["newest_recorded_at"]), default=None)
    reach = overview.reach(newest, facts.as_of, words)
    paper.heading(words.text("New violations"), reach + overview.since(facts.since, words), room=26)
    found = overview.news(facts.news)
    if not found:
        y = paper.row(Column(5, WIDTH - 5, (Line(words.text("No control has a new violation.")),)))
        paper.check(0, y)
    for row, count, _ in found:
        y = paper.row(
            Column(5, 22, (Line(words.code("severity", row["severity"]), colour=_colour(row["severity"])),)),
            Column(28, 120, (Line(overview.title(row["control"], words)),)),
            Column(150, 24, (Line(f"+{words.number(count)}", bold=True),), right=True),
        )
        _mark(paper, row["severity"], y)


def _clauses(paper: Paper, facts: Facts, words: Language) -> None:
    paper.heading(
        words.text("Clauses with violations"),
        words.text(
            "The worst first; last those of which only requests of other types are late. "
            "What happened stays counted: new violations tell how it goes."
        ),
    )
    broken = overview.clauses_not_met(facts.clauses, facts.results, facts.late)
    if not broken:
        y = paper.row(Column(5, WIDTH - 5, (Line(words.text("No clause that can be assessed has a violation.")),)))
        paper.check(0, y)
    told, twins = dict[str, str](), overview.twins(broken)
    for row, controls in broken:
        paper.room(24)
        name = f"{row['clause']}  {_of(facts.texts[row['clause']], 'title', words)}"
        severity = words.code("severity", row["worst_severity"])
        is_worse = overview.has_more(row["clause"], controls, facts.late, facts.before)
        more = [Line(overview.more_than(facts.before, words), 7.4, ACCENT)] if is_worse else []
        y = paper.row(
            Column(5, 22, (Line(severity, colour=_colour(row["worst_severity"])),)),
            Column(28, 108, (Line(name, 9.4, bold=True),)),
            Column(138, 36, (Line(_broken(row, words), 8), *more), right=True),
            above=2.4,
            below=0.3,
            ruled=False,
        )
        _mark(paper, row["worst_severity"], y)
        means = overview.means_for(row["clause"], controls, facts.late, twins, words)
        paper.row(Column(28, 108, (Line(means, 8.8),)), above=0.2, below=0.6, ruled=False)
        for control in controls:
            watched = overview.watches(row["clause"], control["control"], facts.late, words)
            ends = {"alone": len(controls) == 1, "last": control is controls[-1]}
            then = overview.then(control["control"], facts.before, words)
            _control(paper, control, row["clause"], watched, then, told, words, **ends)
    for status in ("needs_a_person", "not_measurable"):
        if left := [overview.title(row["control"], words) for row in facts.results if row["status"] == status]:
            label = words.capital(words.code("control_status", status))
            paper.say(Line(f"{label}: {'; '.join(left)}.", 8.2, QUIET), above=2)


def _broken(row: Row, words: Language) -> str:
    """How many of its controls; a sum of what they found would add unlike things."""
    return words.text(
        "controls: {part} of {whole}", part=words.number(row["not_met"]), whole=words.number(row["controls"])
    )


def _control(
    paper: Paper,
    row: Row,
    clause: str,
    watched: str,
    then: str,
    told: dict[str, str],
    words: Language,
    *,
    alone: bool,
    last: bool,
) -> None:
    """A control under a clause. What it examines is said under the first of its clauses."""
    name = row["control"]
    about = queries.get(f"controls.{name}").header.about[words.code_of_language]
    said = words.text("explained under {clause}", clause=told[name]) if name in told else about
    told.setdefault(name, clause)
    severity = "" if alone else words.code("severity", row["severity"])
    below = [said, words.capital(watched)]
    paper.row(
        Column(5, 22, (Line(severity, 7.8, QUIET),)),
        Column(28, 108, (Line(overview.title(name, words), 8.8), *(Line(text, 7.8, QUIET) for text in below if text))),
        Column(
            138,
            36,
            (Line(overview.found(row, words), 8.8), *(Line(text, 7.4, QUIET) for text in [then] if text)),
            right=True,
        ),
        above=0.7,
        below=2.2 if last else 0.5,
        ruled=last,
    )


def _trend(paper: Paper, facts: Facts, words: Language) -> None:
    header = queries.get("overview.new_by_month").header
    paper.heading(header.title[words.code_of_language], overview.new_in_words(facts.months, words), room=70)
    _chart(paper, facts.months, words)
    broken = overview.controls_not_met(facts.results)
    if not broken:
        return
    names = sorted({row["month"] for row in facts.trend})
    paper.row(
        Column(0, 96, (Line(words.text("Violations of each control at the end of each month"), 7.6, QUIET),)),
        Column(96, 22, (Line(_month(names[0], words, year=True), 7.6, QUIET),), right=True),
        Column(162, 12, (Line(_month(names[-1], words), 7.6, QUIET),), right=True),
        above=3,
        below=1,
    )
    for row in broken:
        name = row["control"]
        counts = [line["violations"] for line in facts.trend if line["control"] == name]
        y = paper.row(
            Column(0, 104, (Line(overview.title(name, words), 8.6),)),
            Column(106, 12, (Line(words.number(counts[0]), 8.6, QUIET),), right=True),
            Column(162, 12, (Line(words.number(counts[-1]), 8.6, bold=True),), right=True),
            above=1.1,
            below=0.9,
        )
        paper.bars(122, y + 0.4, 38, 5.6, counts)


def _chart(paper: Paper, months: Mapping[str, int], words: Language) -> None:
    """A column for each month, with its number above and its name below."""
    height, step = 17.0, WIDTH / len(months)
    y = paper.get_y() + 7
    paper.bars(0, y, WIDTH, height, list(months.values()))
    highest = max(*months.values(), 1)
    for place, (month, count) in enumerate(months.items()):
        paper.label(words.number(count), place * step, y + height * (1 - count / highest) - 4.2, step, 7.8, INK)
        paper.label(
            _month(month, words, year=place == 0 or month.endswith("-01")), place * step, y + height + 1.2, step, 7
        )
    paper.set_y(y + height + 6)


def _definitions(paper: Paper, facts: Facts, words: Language) -> int:
    """Returns the page on which they begin."""
    header = queries.get("overview.figures").header
    code = words.code_of_language
    paper.heading(words.text("What each figure means"), header.about[code])
    page = paper.page_no()
    for name in (name for names in SECTIONS.values() for name in names):
        said = facts.said[name]
        paper.row(
            Column(0, 60, (Line(said.name, 8.6),)),
            Column(62, 112, (Line(said.about, 8.2, QUIET),)),
            above=1.2,
            below=1.2,
        )
    labels = {
        "numerator": words.text("Counted"),
        "denominator": words.text("Out of"),
        "exclusions": words.text("Not counted"),
        "sources": words.text("Sources"),
    }
    for key, label in labels.items():
        if said_of_all := header.figure.get(f"{key}.{code}") or header.figure.get(key):
            paper.row(
                Column(0, 60, (Line(label, 8.2, QUIET),)),
                Column(62, 112, (Line(said_of_all, 8.2, QUIET),)),
                above=0.7,
                below=0.3,
                ruled=False,
            )
    version = words.text("version {number}", number=header.version)
    paper.row(Column(62, 112, (Line(f"overview.figures, {version}", 8.2, QUIET),)), above=0.7, ruled=False)
    return page


def _again(paper: Paper, facts: Facts, words: Language) -> None:
    paper.heading(
        words.text("How to repeat it"),
        words.text("Every number above is in the answer of a query. These commands give the answers as CSV."),
        room=60,
    )
    role = f"--role {facts.role} --snapshot {facts.snapshot.load_id}"
    day = f"--as-of {facts.as_of.isoformat()}"
    earlier = f"--as-of {facts.before.day.isoformat()}"
    told_by_row = (f"controls.{control}" for control in overview.TOLD_BY_ROW if control in facts.late)
    by_type = [(queries.get(name).header.title[words.code_of_language], name) for name in told_by_row]
    commands = (
        (words.text("Figures"), f"python -m queries overview.figures {day} {role}"),
        (words.text("Figures a month before"), f"python -m queries overview.figures {earlier} {role}"),
        (words.text("Erasures"), f"python -m queries requests.erasure_outcomes {day} {role}"),
        (words.text("Closed by month"), f"python -m queries requests.by_month {day} {role}"),
        (words.text("Clauses"), f"python -m queries overview.clauses {day} {role}"),
        (words.text("Controls"), f"python -m queries controls.results {day} {role}"),
        (words.text("Controls a month before"), f"python -m queries controls.results {earlier} {role}"),
        (words.text("Requests"), f"python -m queries requests.summary {day} {role}"),
        (words.text("Requests a month before"), f"python -m queries requests.summary {earlier} {role}"),
        *((title, f"python -m queries {name} {each} {role}") for title, name in by_type for each in (day, earlier)),
        (words.text("New violations"), f"python -m queries overview.news {day} {role}"),
        (words.text("New by month"), f"python -m queries overview.new_by_month {day} {role}"),
        (words.text("Controls by month"), f"python -m queries controls.trend {day} {role}"),
        (words.text("The load"), f"python -m queries loads.load {role}"),
        (words.text("The newest records"), f"python -m queries loads.freshness {day} {role}"),
        (
            words.text("This report"),
            f"python -m evidence report {day} {role} --language {words.code_of_language} -o overview.pdf",
        ),
    )
    for what, command in commands:
        paper.row(
            Column(0, 36, (Line(what, 8.2),)), Column(38, 136, (Line(command, 7.8, QUIET),)), above=1.1, below=1.1
        )
    closing = words.text(
        "The snapshot {id} never changes: asked of it, each command gives the same bytes again.",
        id=facts.snapshot.load_id,
    )
    paper.say(Line(closing, 8.2), Line(f"SHA-256 {facts.snapshot.sha256}", 7, QUIET), above=2)


def _mark(paper: Paper, severity: str, y: float) -> None:
    if severity in ("critical", "high"):
        paper.act(0, y, ACCENT if severity == "critical" else QUIET)


def _colour(severity: str) -> tuple[int, int, int]:
    return ACCENT if severity == "critical" else INK


def _of(row: Row, stem: str, words: Language) -> str:
    """The column of a row that is written in this language."""
    return str(row[f"{stem}_{words.code_of_language}"] or row[f"{stem}_az"] or "")


def _month(month: str, words: Language, *, year: bool = False) -> str:
    day = date.fromisoformat(f"{month}-01")
    return str(format_date(day, "LLL y" if year else "LLL", locale=LOCALES[words.code_of_language]))
