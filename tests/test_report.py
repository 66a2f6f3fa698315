"""The overview on paper: the figures and the words of the page, the same bytes for the same question."""

import datetime as dt
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from streamlit.testing.v1 import AppTest

import queries
from errors import QueryError
from evidence import __main__ as command
from evidence import downloads, overview, report
from evidence.csv import to_csv
from language import LANGUAGES, Language, catalogue
from pages import overview as page
from queries.header import ROLES
from snapshots import Snapshot
from tests import hand_made
from tests.databases import without_not_null
from tests.reference import compare
from tests.reference.compare import Loaded

pytestmark = pytest.mark.slow  # each test loads, draws or asks everything

ROOT = Path(__file__).parent.parent
LOADED_AT = dt.datetime.fromisoformat(hand_made.LOADED_AT)
DAY = dt.date(2026, 3, 31)
EN = Language("en")


@pytest.fixture(scope="module")
def loaded(make_source: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    url = make_source("sqlite", hand_made.tables(), without_not_null())
    return compare.load(url, tmp_path_factory.mktemp("report"), LOADED_AT)


@pytest.fixture
def environment(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE", str(loaded.snapshot.path.parent))


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def read(content: bytes) -> str:
    """Every word of the PDF, whatever line it stands on."""
    return on_one_line(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages))


def words_of(loaded: Loaded, role: str = "dpo", language: str = "en", as_of: dt.date = DAY) -> str:
    return words_of_snapshot(loaded.snapshot, role, language, as_of)


@cache
def words_of_snapshot(snapshot: Snapshot, role: str, language: str, as_of: dt.date) -> str:
    return read(report.make(snapshot, role, language, as_of))


def rows(loaded: Loaded, name: str, role: str = "dpo", **filters):
    return queries.run(name, loaded.snapshot, role, filters).to_pylist()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_figure_stands_there_in_the_words_of_the_screen(loaded: Loaded, language: str, role: str) -> None:
    text = words_of(loaded, role, language)
    figures = rows(loaded, "overview.figures", role, as_of=DAY)
    assert {row["figure"] for row in figures} == {name for names in report.SECTIONS.values() for name in names}
    for said in read_by(loaded, role, language).values():
        parts = [said.name, f"{said.fraction} · {said.period}", said.more, said.value]
        parts += [said.target, said.change, said.judged]
        assert on_one_line(" ".join(parts)) in text
        assert on_one_line(f"{said.name} {said.about}") in text


@pytest.mark.parametrize("role", ROLES)
def test_withdrawals_stand_there_in_the_words_of_the_screen(loaded: Loaded, role: str) -> None:
    said = overview.withdrawals(rows(loaded, "consent.withdrawals", role, as_of=DAY), DAY, Language("en"))
    assert on_one_line(said) in words_of(loaded, role, "en")


def read_by(loaded: Loaded, role: str, language: str = "en", as_of: dt.date = DAY) -> dict[str, overview.Figure]:
    def ask(name: str, **filters):
        return rows(loaded, name, role, **filters)

    return overview.figures(ask, as_of, Language(language))


def test_the_figures_are_those_of_the_query(loaded: Loaded) -> None:
    text = words_of(loaded)
    for row in rows(loaded, "overview.figures", as_of=DAY):
        if row["figure"] in overview.EVENTS:
            continue
        part = f"{row['numerator']:,} of {row['denominator']:,}" if row["numerator"] is not None else ""
        value = row["value"]
        number = "—" if value is None else f"{value:.1%}" if row["figure"] in overview.SHARES else f"{value:g}"
        assert re.search(rf"{re.escape(part)} [^·]+ · [^·]*? {re.escape(number)} ", text), row["figure"]


@pytest.mark.parametrize("days", range(0, 120, 15))
def test_counts_of_events_are_read_by_what_is_new(loaded: Loaded, days: int) -> None:
    """By the days on which the violations happened, which no count of the overview looks at."""
    as_of = LOADED_AT.date() - dt.timedelta(days=days)
    controls = {
        "processing_after_withdrawal": "controls.processing_after_withdrawal",
        "messages_without_consent": "controls.message_without_consent",
    }
    for figure, control in controls.items():
        found = [row["occurred_on"] for row in rows(loaded, control, as_of=as_of)]
        month = overview.month_before(as_of)
        new = sum(month < day for day in found)
        before = sum(overview.month_before(month) < day <= month for day in found)
        said = read_by(loaded, "management", as_of=as_of)[figure]
        assert said.value == f"new: {new}"
        assert said.met is (new == 0)
        assert said.judged == f"since {EN.date(month)}; the month before: {before}"
        assert (said.change, said.went) == (
            ("worse", "up") if new > before else ("better", "down") if new < before else ("±0", "off")
        )
        assert said.fraction.startswith(f"{len(found)} of ")
        assert said.period == "since the beginning"


def test_erasures_that_are_not_clean_are_told_apart(loaded: Loaded) -> None:
    """Not all of them went wrong; and with lawful holds a target of 100 % could never be met."""
    verdicts = [row["verified"] for row in rows(loaded, "requests.erasures")]
    said = read_by(loaded, "auditor", as_of=LOADED_AT.date())["erasures_clean_share"]
    held, residual, unchecked = (verdicts.count(word) for word in ("kept_on_hold", "residual", "not_checkable"))
    assert said.fraction == f"{verdicts.count('clean')} of {len(verdicts)} erasures carried out, wholly or in part"
    assert said.more == (
        f"kept under a lawful hold: {held}, with data left: {residual}, could not be checked: {unchecked}"
    )
    assert said.met is None
    assert read_by(loaded, "management", as_of=LOADED_AT.date())["erasures_clean_share"].more == said.more


def test_the_share_on_time_since_the_beginning_says_how_the_last_month_was(loaded: Loaded) -> None:
    day = LOADED_AT.date()
    of_month = [row for row in rows(loaded, "requests.closed") if row["closed_on"] >= day.replace(day=1)]
    late = sum(row["on_time"] is False for row in of_month)
    said = read_by(loaded, "management", as_of=day)["on_time_rate_incl_overdue"]
    assert said.more == f"closed in {Language('en').month(f'{day:%Y-%m}')}: {len(of_month)}, of them late: {late}"


def test_before_anything_happened_no_target_is_met(loaded: Loaded) -> None:
    before = dt.date(1990, 1, 1)
    assert overview.nothing_yet(rows(loaded, "overview.figures", as_of=before))
    assert not overview.nothing_yet(rows(loaded, "overview.figures", as_of=DAY))
    for name, said in read_by(loaded, "dpo", as_of=before).items():
        if overview.PERIODS[name] != "at_the_load" and name != "controls_not_met":
            assert (said.value, said.fraction, said.met) == ("—", "nothing to count", None)


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("role", ["management", "auditor"])
def test_the_screen_and_the_paper_say_the_same(loaded: Loaded, role: str) -> None:
    app = AppTest.from_file(str(ROOT / "server" / "frame.py"), default_timeout=60)
    for key, value in {"lang": "az", "view_as": role, "as_of": DAY.isoformat()}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    text = words_of(loaded, role, "az")
    assert len(app.metric) == 12
    for card in app.metric:
        for said in (card.label, card.value, card.delta):
            assert on_one_line(said.replace("\\", "")) in text, card.label


def test_the_sections_are_those_of_the_page() -> None:
    class Noted:
        def __init__(self) -> None:
            self.sections: dict[str, tuple[str, ...]] = {}

        def __getattr__(self, name: str):
            return lambda *said, **more: None

        def section(self, title: str, about: str = "") -> None:
            self.title = title

        def figures(self, *names: str) -> None:
            self.sections[self.title] = names

    noted = Noted()
    page.page(noted)
    assert noted.sections == report.SECTIONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_that_is_not_met_has_its_controls(loaded: Loaded, language: str) -> None:
    text, words = words_of(loaded, "management", language), Language(language)
    titles = {row["clause"]: row[f"title_{language}"] for row in rows(loaded, "policy.clauses")}
    results = [row for row in rows(loaded, "controls.results", as_of=DAY) if row["status"] == "not_met"]
    assert results
    for row in rows(loaded, "overview.clauses", as_of=DAY):
        if not row["not_met"]:
            continue
        severity = words.code("severity", row["worst_severity"])
        count = words.text("controls: {part} of {whole}", part=row["not_met"], whole=row["controls"])
        assert on_one_line(f"{severity} {row['clause']} {titles[row['clause']]} {count}") in text
    late = overview.late_by_type(lambda name: rows(loaded, name, "management", as_of=DAY), "management")
    order = overview.clauses_not_met(rows(loaded, "overview.clauses", as_of=DAY), results, late)
    for row in results:
        header = queries.get(f"controls.{row['control']}").header
        found = words.text(
            "{part} of {whole}", part=words.number(row["violations"]), whole=words.number(row["examined"])
        )
        first = next(clause["clause"] for clause, controls in order if row in controls)
        watched = words.capital(overview.watches(first, row["control"], late, words))
        assert on_one_line(f"{header.title[language]} {header.about[language]} {watched} {found}") in text
    twins = overview.twins(order)
    for clause, controls in order:
        assert on_one_line(overview.means_for(clause["clause"], controls, late, twins, words)) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_control_stands_beside_what_it_had_found_a_month_before(loaded: Loaded, language: str) -> None:
    """Counted from its rows, which the report does not ask for."""
    text, words, ago = words_of(loaded, "management", language), Language(language), overview.month_before(DAY)
    results = {row["control"]: row for row in rows(loaded, "controls.results", as_of=DAY)}
    compared = 0
    for row in rows(loaded, "controls.results", as_of=ago):
        now, name = results[row["control"]], f"controls.{row['control']}"
        if now["status"] != "not_met":
            continue
        found = words.text("{part} of {whole}", part=now["violations"], whole=now["examined"])
        then = words.text("{part} of {whole}", part=len(rows(loaded, name, as_of=ago)), whole=row["examined"])
        said = on_one_line(f"{found} {words.text('on {day}: {n}', day=words.date(ago), n=then)}")
        if row["control"] in overview.AT_THE_LOAD:
            assert on_one_line(f"{found} {words.code('figure_period', 'at_the_load')}") in text
        elif row["control"] not in overview.AT_LEAST and row["examined"]:
            assert said in text, row["control"]
            compared += 1
    assert compared


def test_the_months_hold_what_was_not_there_the_month_before(loaded: Loaded) -> None:
    months = overview.new_by_month(rows(loaded, "overview.new_by_month", as_of=DAY))
    assert list(months)[-1] == f"{DAY:%Y-%m}"
    assert len(months) == 12
    counted = {
        f"controls.{row['control']}"
        for row in rows(loaded, "controls.results")
        if row["control"] != overview.FOR_A_PERSON
    }
    for days in ((DAY, DAY.replace(day=1)), (DAY.replace(day=1), DAY.replace(month=DAY.month - 1, day=1))):
        now, before = days if days[0] == DAY else (days[0] - dt.timedelta(days=1), days[1])
        ends = now, before - dt.timedelta(days=1)
        stands, stood = (
            {(name, row["ref"]) for name in counted for row in rows(loaded, name, as_of=end)} for end in ends
        )
        assert months[f"{now:%Y-%m}"] == len(stands - stood) > 0


@pytest.mark.parametrize("day", [dt.date(2026, 3, 31), dt.date(2028, 3, 31), dt.date(2026, 1, 1), dt.date(2026, 7, 15)])
def test_a_month_before_is_the_same_day_or_the_last(day: dt.date) -> None:
    before = overview.month_before(day)
    assert (before.year * 12 + before.month) + 1 == day.year * 12 + day.month
    assert before.day == day.day or (before.day < day.day and (before + dt.timedelta(days=1)).day == 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_begins_with_the_three_answers_of_the_page(loaded: Loaded, language: str) -> None:
    text, words = words_of(loaded, "management", language), Language(language)

    def asked(name: str, **filters: Any) -> list[Any]:
        day = {"as_of": DAY} if "as_of" in queries.get(name).filters else {}
        return rows(loaded, name, "management", **day | filters)

    answers = overview.verdict(asked, "management", DAY, overview.figures(asked, DAY, words), words)
    assert len(answers) == 4
    for question, answer in answers:
        assert on_one_line(f"{question} {answer}") in text
    unfinished = [row for row in asked("access.incidents") if row["closed_on"] is None]
    assert f"{len(unfinished)}" in answers[-1][1]
    regime = rows(loaded, "loads.load")[0]["regime"]
    assert on_one_line(overview.limits_rest_on(rows(loaded, "policy.deadlines"), regime, words)) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_it_is_made_of(loaded: Loaded, language: str) -> None:
    content = report.make(loaded.snapshot, "auditor", language, DAY)
    text, words, found = read(content), Language(language), pypdf.PdfReader(io.BytesIO(content))
    load = rows(loaded, "loads.load")[0]
    for said in (
        words.date(DAY),
        words.time(load["loaded_at"]),
        loaded.snapshot.load_id,
        loaded.snapshot.sha256,
        words.capital(words.code("viewer", "auditor")),
        words.capital(words.code("regime", load["regime"])),
        words.text("page {page} of {pages}", page=len(found.pages), pages=len(found.pages)),
        f"python -m queries overview.figures --as-of {DAY} --role auditor --snapshot {loaded.snapshot.load_id}",
        f"python -m queries controls.results --as-of {overview.month_before(DAY)} --role auditor "
        f"--snapshot {loaded.snapshot.load_id}",
        f"python -m evidence report --as-of {DAY} --role auditor --snapshot {loaded.snapshot.load_id} "
        f"--language {language}",
    ):
        assert on_one_line(said) in text
    newest = min(rows(loaded, "loads.freshness", as_of=DAY), key=lambda row: row["lag"])
    assert on_one_line(words.time(newest["newest_recorded_at"])) in text
    assert found.metadata is not None
    assert found.metadata.creation_date == load["loaded_at"].replace(microsecond=0, tzinfo=dt.UTC)
    assert found.trailer["/Root"]["/Lang"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_says_where_the_appendix_is(loaded: Loaded, language: str) -> None:
    pages = pypdf.PdfReader(io.BytesIO(report.make(loaded.snapshot, "management", language, DAY))).pages
    texts, words = [on_one_line(page.extract_text()) for page in pages], Language(language)
    [first] = [number for number, text in enumerate(texts, 1) if words.text("What each figure means") in text]
    said = "–".join(map(str, sorted({first, len(pages)})))
    appendix = words.text("Appendix (p. {pages}): what each figure means and how to repeat it.", pages=said)
    assert on_one_line(appendix) in texts[0]


def test_the_letters_of_each_language_are_there(loaded: Loaded) -> None:
    assert set("əğışçöüƏİŞ") <= set(words_of(loaded, language="az"))
    assert set("абвгдежзийклмнопрстуфхцчшщыьэюя") <= set(words_of(loaded, language="ru"))


@pytest.mark.parametrize("language", ["az", "ru"])
def test_no_sentence_stays_in_english(loaded: Loaded, language: str) -> None:
    text = words_of(loaded, "management", language)
    english = [str(message.id) for message in catalogue(language) if message.id and not message.context]
    assert [said for said in english if len(said) > 14 and "{" not in said and said in text] == []


def test_the_same_question_gives_the_same_bytes(loaded: Loaded, environment: None) -> None:
    first = report.make(loaded.snapshot, "management", "az", DAY)
    assert report.make(loaded.snapshot, "management", "az", DAY) == first
    asked = ["--as-of", DAY.isoformat(), "--role", "management", "--language", "az", "-o", "again.pdf"]
    folder = loaded.vault.parent
    subprocess.run(
        [sys.executable, "-m", "evidence", "report", *asked],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
    )
    assert (folder / "again.pdf").read_bytes() == first
    others = [
        report.make(loaded.snapshot, role, language, day)
        for role, language, day in (
            ("dpo", "az", DAY),
            ("management", "en", DAY),
            ("management", "az", LOADED_AT.date()),
        )
    ]
    assert first not in others


def test_management_sees_no_few_people(loaded: Loaded) -> None:
    """On the first days of the small source few people have agreed."""
    for day in (DAY - dt.timedelta(days=back) for back in range(0, 700, 5)):
        row = next(row for row in rows(loaded, "overview.figures", as_of=day) if row["figure"] == "consent_coverage")
        if 0 < row["numerator"] < 10 <= row["denominator"]:
            break
    else:
        pytest.fail("the small source has no day with few answers among many people")
    assert f"Consent coverage {row['numerator']} of {row['denominator']} " in words_of(loaded, "dpo", as_of=day)
    text = words_of(loaded, "management", as_of=day)
    assert f"Consent coverage <10 of {row['denominator']} active users · on the as-of day hidden target 95%" in text
    assert f"{row['value']:.1%}" not in text
    assert "Management does not see counts of people from 1 to 9." in text


@pytest.mark.parametrize("role", ROLES)
def test_it_names_nobody(loaded: Loaded, role: str) -> None:
    text = words_of(loaded, role, as_of=LOADED_AT.date())
    for row in rows(loaded, "requests.open"):
        assert row["request_id"] not in text


def test_a_day_before_everything_has_no_figures_and_no_trouble(loaded: Loaded) -> None:
    text = words_of(loaded, as_of=dt.date(2001, 1, 1))
    assert "No clause that can be assessed has a violation." in text or "Clauses with violations" in text
    assert "Consent coverage nothing to count · on the as-of day — target 95%" in text


def test_a_day_after_the_load_is_refused(loaded: Loaded) -> None:
    with pytest.raises(QueryError, match="after the load"):
        report.make(loaded.snapshot, "dpo", "en", LOADED_AT.date() + dt.timedelta(days=1))


def test_a_download_is_made_once(loaded: Loaded, tmp_path: Path) -> None:
    token = downloads.offer(downloads.of_the_overview(loaded.snapshot, "management", "ru", DAY))
    taken = downloads.take(token)
    assert taken is not None
    file = taken.make(tmp_path)
    assert file.path.read_bytes() == report.make(loaded.snapshot, "management", "ru", DAY)
    assert file.path.stat().st_mode & 0o077 == 0
    assert file.name == f"overview_as-of-{DAY}_snapshot-{loaded.snapshot.load_id}_{file.sha256[:12]}.pdf"
    assert downloads.take(token) is None


class TestTheCommand:
    def test_without_a_snapshot_it_says_what_to_do(self, tmp_path, monkeypatch, capsys) -> None:
        monkeypatch.setenv("WAREHOUSE", str(tmp_path / "empty"))
        assert command.main(["report"]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1
        assert "No data has been loaded" in said.err
        assert "make run" in said.err

    @pytest.mark.parametrize(
        ("arguments", "wrong"),
        [
            (["--as-of", "yesterday"], "cannot be read"),
            (["--as-of", "2199-01-01"], "after the load"),
            (["-o", "nowhere/at/all.pdf"], "cannot be written"),
        ],
    )
    @pytest.mark.usefixtures("environment")
    def test_what_is_wrong_is_said_in_one_line(self, arguments, wrong, tmp_path, monkeypatch, capsys) -> None:
        monkeypatch.chdir(tmp_path)
        assert command.main(["report", *arguments]) == 1
        said = capsys.readouterr().err
        assert wrong in said
        assert said.count("\n") == 1
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.usefixtures("environment")
    def test_a_file_is_named_after_what_is_in_it(self, loaded, tmp_path, monkeypatch, capsys) -> None:
        monkeypatch.chdir(tmp_path)
        assert command.main(["report", "--as-of", DAY.isoformat()]) == 0
        name = capsys.readouterr().out.strip()
        assert (tmp_path / name).read_bytes() == report.make(loaded.snapshot, "dpo", "az", DAY)

    @pytest.mark.parametrize("asked", [("--as-of", DAY.isoformat()), ("--set", f"as_of={DAY}")])
    @pytest.mark.usefixtures("environment")
    def test_a_csv_is_named_after_the_day_that_is_asked(self, asked, loaded, tmp_path, monkeypatch, capsys) -> None:
        monkeypatch.chdir(tmp_path)
        assert command.main(["csv", "consent.coverage", *asked]) == 0
        assert f"_as-of-{DAY}_" in capsys.readouterr().out

    @pytest.mark.parametrize("form", ["machine", "spreadsheet"])
    @pytest.mark.usefixtures("environment")
    def test_a_csv_has_the_bytes_of_the_page(self, form, loaded, tmp_path, capsys) -> None:
        target = tmp_path / "open.csv"
        asked = ["requests.open", "--as-of", DAY.isoformat(), "--set", "regime=gdpr", "--form", form]
        assert command.main(["csv", *asked, "--language", "az", "-o", str(target)]) == 0
        answer = queries.run("requests.open", loaded.snapshot, "dpo", {"as_of": DAY, "regime": "gdpr"})
        assert target.read_bytes() == to_csv(answer, form, "az")

    @pytest.mark.usefixtures("environment")
    def test_a_role_gets_no_more_than_it_may(self, capsys) -> None:
        assert command.main(["csv", "requests.open", "--role", "management"]) == 1
        assert "may not ask" in capsys.readouterr().err
