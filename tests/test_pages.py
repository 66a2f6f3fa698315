"""The pages, run by Streamlit's own test client on a real snapshot: every page, language and role."""

import ast
import logging
import re
from datetime import date, timedelta
from pathlib import Path

import pyarrow.compute as pc
import pytest
from streamlit.proto.Metric_pb2 import Metric
from streamlit.testing.v1 import AppTest

import queries
import snapshots
from evidence import overview
from language import LANGUAGES, Language, catalogue
from queries.header import ROLES
from tests.drawn import FRAME, PAGES, said, unescaped
from tests.served import ROOT, Loaded, changed
from ui import block, destinations
from ui.charts.access import UNUSUAL
from ui.words import Words, plain


@pytest.fixture
def snapshot(demo: Loaded) -> snapshots.Snapshot:
    return snapshots.current(demo.warehouse)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_every_role_and_nothing_fails(open_page, page, role, caplog):
    with caplog.at_level(logging.ERROR):
        app = open_page(page, view_as=role)
    assert not app.exception
    assert not app.error
    assert "incident" not in caplog.text
    assert app.title


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language(open_page, page, language):
    app = open_page(page, lang=language)
    assert not app.error
    assert not app.exception
    assert app.title[0].value == Language(language).text(PAGES[page])


def test_nobody_signs_in_and_it_says_so(open_page):
    assert "no sign-in" in said(open_page("overview"))


@pytest.mark.parametrize("file", sorted((ROOT / "pages").glob("[!_]*.py")), ids=lambda file: file.stem)
def test_every_heading_of_a_page_is_in_the_catalogues(file):
    known = {str(message.id) for message in catalogue("az")}
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "view.section":
            assert {argument.value for argument in node.args} <= known


def test_every_place_is_in_the_catalogues():
    known = {str(message.id) for message in catalogue("az")}
    for node in ast.walk(ast.parse(Path(FRAME).read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Place":
            assert {node.args[1].value, node.args[2].value} <= known


def test_the_figures_on_the_cards_are_those_of_the_query(open_page, snapshot):
    row = next(
        row
        for row in queries.run("overview.figures", snapshot, "dpo").to_pylist()
        if row["figure"] == "requests_overdue"
    )
    shown = {metric.label: metric.value for metric in open_page("requests").metric}
    assert shown["Overdue requests"] == f"{row['value']:.0f}"


def test_what_got_worse_alone_has_the_accent(open_page, snapshot):
    def asked(name, **filters):
        return queries.run(name, snapshot, "management", filters).to_pylist()

    figures = overview.figures(asked, queries.day_of_load(snapshot), Language("en"))
    cards = {metric.label: metric.proto for metric in open_page("overview", view_as="management").metric}
    reds = {
        figure.name
        for figure in figures.values()
        if cards[figure.name].delta and cards[figure.name].color == Metric.RED
    }
    worse = {figure.name for figure in figures.values() if figure.trend == "worse"}
    assert reds == worse
    assert 0 < len(worse) < sum(figure.trend != "" for figure in figures.values())
    for figure in figures.values():
        assert ("worse" in cards[figure.name].delta) == (figure.trend == "worse")


@pytest.mark.parametrize(("role", "leads"), [("dpo", True), ("management", False)])
def test_the_first_link_of_the_overview_is_what_is_due(open_page, role, leads):
    first = re.search(r"\[([^\]]+)\]\(/([^)]+)\)", said(open_page("overview", view_as=role)))
    assert (first[1] == "Open requests" and "part=requests-open" in first[2]) == leads


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("figure", "control", "clause"),
    [
        ("processing_after_withdrawal", "processing_after_withdrawal", "3.5"),
        ("messages_without_consent", "message_without_consent", "5.7"),
    ],
)
def test_what_a_card_counts_as_new_stands_on_the_page_it_leads_to(open_page, snapshot, role, figure, control, clause):
    """Counted by the days on which it happened."""
    newest, words, totals = queries.day_of_load(snapshot), Language("en"), set()
    for day in (newest, newest - timedelta(days=45), newest - timedelta(days=150)):
        rows = queries.run(f"controls.{control}", snapshot, "dpo", {"as_of": day}).to_pylist()
        month = overview.month_before(day)
        days = [row["occurred_on"] for row in rows]
        new, before = sum(month < at for at in days), sum(overview.month_before(month) < at <= month for at in days)
        card = f"{words.capital(words.code('figure', figure))} new: {new}"
        assert card in said(open_page("overview", view_as=role, as_of=str(day)))
        text = said(open_page("policy", view_as=role, clause=clause, as_of=str(day)))
        assert f"new since {words.date(month)}: {new}; the month before: {before}" in text
        [result] = [
            row
            for row in queries.run("controls.results", snapshot, role, {"as_of": month}).to_pylist()
            if row["control"] == control
        ]
        then = f"on {words.date(month)}: {result['violations']:,} of {result['examined']:,}"
        assert then in text
        totals.add(new)
    assert len(totals) > 1


@pytest.mark.parametrize(
    ("role", "control", "place"),
    [
        ("dpo", "request_overdue", "requests"),
        ("management", "request_overdue", "requests"),
        ("management", "incident_not_contained", "access"),
    ],
)
def test_what_is_new_stands_on_the_page_it_leads_to(open_page, snapshot, role, control, place):
    newest, title = queries.day_of_load(snapshot), queries.get(f"controls.{control}").header.title["en"]
    clause = queries.get(f"controls.{control}").header.clauses[0]
    told = set()
    for day in (newest - timedelta(days=back) for back in range(0, 400, 3)):
        rows = queries.run("overview.news", snapshot, "dpo", {"as_of": day}).to_pylist()
        since = [row["since"] for row in rows if row["control"] == control]
        if bool(since) in told:
            continue
        told.add(bool(since))
        text = said(open_page(place, view_as=role, as_of=str(day)))
        new = f"new since {Language('en').date(since[0])}: {len(since)}" if since else "new since"
        assert (f"{title} · {new}" in text) == bool(since)
        if since:
            assert new in said(open_page("policy", view_as=role, as_of=str(day), clause=clause))
    assert told == {True, False}


def test_whoever_may_not_see_the_records_is_led_to_what_everybody_may_see():
    assert all("management" in queries.get(name).header.roles for _, name in destinations.DESTINATIONS.values())


def test_open_requests_are_all_there_with_the_most_urgent_first(open_page, snapshot):
    expected = queries.run("requests.open", snapshot, "dpo").column("request_id").to_pylist()
    text = said(open_page("requests"))
    places = [text.find(number) for number in expected[:5]]
    assert all(place >= 0 for place in places)
    assert places == sorted(places)


def test_a_list_begins_with_what_one_opens_it_for_and_an_export_as_its_file_does(open_page, snapshot):
    labels = [
        Language("en").capital(Language("en").column(name, "requests")) for name in ("request_id", "urgency", "due_on")
    ]
    listed = next(table.value for table in open_page("requests").table if labels[1] in table.value.columns)
    assert list(listed.columns[:3]) == labels
    taken = open_page("exports", query="requests.open").table[0].value
    in_the_file = queries.run("requests.open", snapshot, "dpo").drop(["first_due_on"]).column_names
    assert list(taken.columns) == [
        Language("en").capital(Language("en").column(name, "requests")) for name in in_the_file
    ]


def test_the_definition_leads_to_what_the_columns_and_codes_of_the_file_mean(open_page):
    assert "(/exports?lang=en&query=requests.open)" in said(open_page("requests"))
    text = said(open_page("exports", query="requests.open", lang="ru"))
    assert "on_track,в пределах срока" in text
    assert "query=" not in said(open_page("exports"))


@pytest.mark.parametrize("name", block.FIRST)
def test_what_stands_first_is_a_column_of_the_answer(snapshot, name):
    asked = "controls.request_overdue" if name == "controls" else name
    assert set(block.FIRST[name]) <= set(queries.run(asked, snapshot, "dpo").column_names)


def test_management_sees_no_case(open_page, snapshot):
    numbers = queries.run("requests.open", snapshot, "dpo").column("request_id").to_pylist()
    text = said(open_page("requests", view_as="management", request_id=numbers[0]))
    assert not any(number in text for number in numbers)
    assert "Not shown to your role" in text


def test_a_case_opens_by_its_address(open_page, snapshot):
    number = queries.run("requests.open", snapshot, "dpo").column("request_id").to_pylist()[0]
    text = said(open_page("requests", request_id=number))
    assert "working day 1 of" in text


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("control", ["unknown_purpose", "incident_without_owner"])
def test_what_needs_a_look_says_how_much_of_it_is_new_and_leads_to_it(open_page, snapshot, control, role):
    def found(day: date) -> set[str]:
        rows = queries.run(f"controls.{control}", snapshot, "dpo", {"as_of": day}).to_pylist()
        return {row["ref"] for row in rows}

    newest, calendar = queries.day_of_load(snapshot), queries.run("policy.calendar", snapshot, "dpo").to_pylist()
    days = (newest - timedelta(days=back) for back in range(800))
    since = ((day, overview.last_working_day(day, calendar) - timedelta(days=1)) for day in days)
    day, before = next((day, before) for day, before in since if found(day) - found(before))
    text = said(open_page("access", view_as=role, as_of=day.isoformat()))
    now, new, recent = found(day), found(day) - found(before), found(day) - found(overview.month_before(day))
    title = queries.get(f"controls.{control}").header.title["en"]
    month = "" if role == "management" else rf", since [\w ]+: {len(recent)}"
    assert re.search(rf"{title}: \*\*{len(now)} of [\d,]+\*\* · new: {len(new)}{month}", text)
    unfinished = [row["incident_id"] for row in incidents_on(snapshot, day) if row["closed_on"] is None]
    assert f"[Incidents that are not closed: {len(unfinished)}.](#access-incidents)" in text
    if unfinished:
        assert f"Their numbers: {', '.join(map(str, unfinished[:6]))}" in text


def incidents_on(snapshot, day):
    return queries.run("access.incidents", snapshot, "dpo", {"as_of": day}).to_pylist()


@pytest.mark.parametrize("role", ROLES)
def test_what_needs_a_look_counts_those_far_above_their_role_and_leads_to_them(open_page, snapshot, role):
    newest = queries.day_of_load(snapshot)
    numbers = set()
    for day in (newest, newest - timedelta(days=300), newest - timedelta(days=600)):
        rows = queries.run("access.actors", snapshot, "dpo", {"as_of": day}).to_pylist()
        far = sorted((row["times_role_median"], row["actor"]) for row in rows if row["times_role_median"] >= UNUSUAL)
        number = len(far)
        app = open_page("access", view_as=role, as_of=day.isoformat())
        said = [unescaped(text.value) for text in app.markdown if "(#access-actors)" in text.value]
        line = f"people and services with at least {UNUSUAL} times the events of their role's median: {number}."
        if not number or role == "management":
            assert said == []
        else:
            [told] = said
            assert told.startswith(f"[Since the beginning, {line}](#access-actors) Their pseudonyms: ")
            named = [
                (float(times), int(actor)) for actor, times in re.findall(r"(\d+) · \w+, ([\d.]+) × the median", told)
            ]
            assert named == [(round(times, 1), actor) for times, actor in far[::-1][:3]]
        numbers.add(number)
    assert 0 in numbers
    assert len(numbers) > 1


def test_what_the_registers_of_a_load_share_is_said_once(open_page):
    app = open_page("loads")
    history = next(table.value for table in app.table if "Rows in the source" in table.value.columns)
    assert len(history) > 1
    for column in ("Load", "Started at", "Seconds", "Mode"):
        first, *others = history[column]
        assert first
        assert set(others) == {""}
    assert all(history["Dataset"])


def test_management_reads_how_erasures_ended_without_a_single_case(open_page, snapshot):
    numbers = queries.run("requests.erasures", snapshot, "dpo").column("request_id").to_pylist()
    app = open_page("requests", view_as="management")
    shown = next(table.value for table in app.table if "Erasures in all" in table.value.columns)
    assert sum(int(count) for count in shown["Erasures in all"]) == len(numbers)
    assert not any(number in said(app) for number in numbers)


def test_an_extended_due_day_is_marked_in_the_list_and_explained_in_the_case(open_page, snapshot):
    rows = queries.run("requests.open", snapshot, "dpo").to_pylist()
    extended = next(row for row in rows if row["due_on"] != row["first_due_on"])
    words = Words(Language("en"), {})
    assert said(open_page("requests")).count(", extended") == sum(row["due_on"] != row["first_due_on"] for row in rows)
    app = open_page("requests", request_id=extended["request_id"])
    assert f"extended from {words.date(extended['first_due_on'])}" in said(app)
    assert "The extension counts; a third party was consulted; told of it in time" in said(app)


def test_a_case_is_left_by_its_button(open_page, snapshot):
    number = queries.run("requests.open", snapshot, "dpo").column("request_id").to_pylist()[0]
    app = open_page("requests", request_id=number)
    [back] = [button for button in app.button if button.label == "Back to the lists"]
    back.click().run()
    assert "request_id" not in app.query_params
    assert "Back to the lists" not in [button.label for button in app.button]


def test_a_text_that_no_version_has_is_warned_of(open_page, demo, tmp_path):
    title = "No version in the register has this text"
    assert title in [warning.proto.title for warning in open_page("policy", clause="3.6").warning]
    stated = "update versions set text_sha256 = (select sha256 from policy_text) where version = '1.0'"
    app = open_page("policy", changed(demo, tmp_path, stated), clause="3.6")
    assert not app.warning
    assert "Versions in the register with this text: 1.0." in said(app)


def test_a_clause_tells_apart_what_only_other_requests_than_its_own_broke(open_page, snapshot):
    late = overview.late_by_type(lambda name: queries.run(name, snapshot, "dpo").to_pylist(), "dpo")
    broken = [row for row in queries.run("controls.results", snapshot, "dpo").to_pylist() if row["status"] == "not_met"]
    expected = {
        clause: [
            clause in row["clause"].split() and overview.is_of_others(clause, row["control"], late) for row in broken
        ]
        for clause in overview.ABOUT
    }
    assert sum(map(sum, expected.values())) > 0
    for clause, others in expected.items():
        app = open_page("policy", clause=clause)
        [label] = [name for name in app.selectbox("picked_clause").options if name.startswith(f"{clause} ")]
        told = f", of them only by other requests: {sum(others)}"
        assert label.endswith(told) if any(others) else "other requests" not in label
        assert said(app).count("violations of other requests only") == sum(others)


def test_a_case_that_is_not_there_says_so(open_page):
    assert "There is no request “NO-SUCH-1”" in said(open_page("requests", request_id="NO-SUCH-1"))


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"as_of": "yesterday"}, "“yesterday” is not a day; write it as 2026-03-01."),
        ({"from": "1 Sept - 2 Oct"}, "“1 Sept - 2 Oct” is not a period; write it as 2026-01-01 2026-03-31."),
        ({"as_of": "2999-01-01"}, "is after the data was loaded"),
        ({"from": "2026-02-01", "to": "2026-01-01"}, "would end before it begins"),
        ({"person_role": "emperor"}, "No person has the role “emperor”"),
        ({"building": "-1"}, "There is no building “-1”"),
        ({"building": "drop table"}, "There is no building"),
        ({"building": "9" * 5000}, "There is no building"),
    ],
)
def test_a_wrong_value_says_so_and_falls_back(open_page, params, words):
    app = open_page("consent", **params)
    assert words in said(app)
    assert not app.error
    assert app.metric


def test_a_day_after_the_load_says_which_one_is_shown(open_page, snapshot):
    shown = Language("en").date(queries.day_of_load(snapshot))
    assert f"Shown is the day of the load: {shown}." in said(open_page("consent", as_of="2999-01-01"))
    assert "Shown is" not in said(open_page("consent", to="2999-01-01"))


def test_the_chosen_day_is_asked_and_said(open_page, snapshot):
    day = queries.day_of_load(snapshot) - timedelta(days=60)
    text = said(open_page("requests", as_of=day.isoformat()))
    assert f"As of the end of {Language('en').date(day)}" in text
    overdue = queries.run("overview.figures", snapshot, "dpo", {"as_of": day}).to_pylist()
    value = next(row["value"] for row in overdue if row["figure"] == "requests_overdue")
    assert f"Overdue requests {value:.0f}" in text


def test_markdown_in_the_data_stays_text():
    assert plain("![x](http://evil.example) :red[a] `b` <b>") == (
        r"\!\[x\]\(http\://evil\.example\) \:red\[a\] \`b\` \<b\>"
    )


def test_without_a_snapshot_the_page_says_so_and_shows_no_path(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("WAREHOUSE", str(tmp_path / "nowhere"))
    app = AppTest.from_file(FRAME, default_timeout=60).run()
    assert app.error
    assert str(tmp_path) not in said(app)


def test_a_damaged_snapshot_shows_no_stack_and_no_path(demo, monkeypatch, tmp_path: Path, caplog):
    broken = tmp_path / "warehouse"
    broken.mkdir()
    for file in demo.warehouse.glob("*.json"):
        (broken / file.name).write_bytes(file.read_bytes())
    for file in demo.warehouse.glob("*.duckdb"):
        (broken / file.name).write_bytes(file.read_bytes()[:5000])
    monkeypatch.setenv("WAREHOUSE", str(broken))
    app = AppTest.from_file(FRAME, default_timeout=60)
    app.query_params["lang"] = "en"
    with caplog.at_level(logging.ERROR):
        app.run()
    number = re.search(r"Program error ([0-9a-f]{8})", app.error[0].proto.title)
    assert number is not None
    assert number[1] in caplog.text
    assert str(tmp_path) not in said(app)
    assert "Traceback" not in said(app)


def test_the_coverage_table_adds_up_to_what_the_query_says(open_page, snapshot):
    answer = queries.run("consent.coverage", snapshot, "dpo")
    policy = answer.filter(pc.equal(answer["purpose"], "policy")).to_pylist()[0]
    app = open_page("consent")
    app.session_state["twin-consent-coverage"] = True
    table = next(table.value for table in app.run().table if "Consent coverage" in table.value.columns)
    text = unescaped(table.to_csv())
    assert f"{policy['explicit']:,}" in text
    assert f"{policy['population']:,}" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_written_as_the_page_shows_it_is_understood(language):
    words = Words(Language(language), {})
    for day in (date(2026, 1, 1) + timedelta(days=number) for number in range(365)):
        assert words.day_said(words.date(day)) == words.day_said(words.short_date(day)) == day
    assert words.day_said("31 feb 2026") is None
    assert words.day_said("5 x 2026") is None


def test_no_id_of_a_person_is_ever_in_an_address(open_page):
    for page in PAGES:
        app = open_page(page)
        assert not {"subject", "actor", "user_id"} & set(app.query_params)


def test_the_days_offered_end_with_the_day_of_the_load(open_page, snapshot):
    box = next(box for box in open_page("overview").selectbox if box.label == "As of the end of")
    newest = queries.day_of_load(snapshot)
    assert date.fromisoformat(str(box.value)) == newest
    assert Language("en").date(newest) in box.options[0]
