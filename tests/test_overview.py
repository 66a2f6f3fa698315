"""The overview and the record of processing: what they say beside the queries behind them."""

import re
from datetime import date, datetime, timedelta
from functools import partial
from operator import itemgetter
from pathlib import Path

import pytest

import policy
import queries
from evidence import overview
from language import MISSING, Language
from tests import hand_made
from tests.databases import without_not_null
from tests.reference import compare

LOADED_AT = datetime.fromisoformat(hand_made.LOADED_AT)
FIELDS = (
    "activity id, name",
    "controller name, contact",
    "joint controller",
    "DPO / responsible person",
    "purpose(s)",
    "lawful basis",
    "legitimate interest note",
    "data-subject categories",
    "personal-data categories",
    "special category + condition",
    "source of data",
    "recipients",
    "processor + contract ref",
    "transfer country, safeguard",
    "retention limit + trigger",
    "security measures",
    "audit",
    "rights procedure",
    "state registration no. / exemption clause",
    "system, table, column",
    "DPIA needed / ref",
    "link to notice",
    "owner, last review, next review",
)


@pytest.fixture(scope="module")
def loaded(make_source, tmp_path_factory):
    url = make_source("sqlite", hand_made.tables(), without_not_null())
    return compare.load(url, tmp_path_factory.mktemp("overview"), LOADED_AT)


def answer(loaded, name, role="dpo", **filters):
    return queries.run(name, loaded.snapshot, role, filters).to_pylist()


def snake(label):
    """`DPO / responsible person` is dpo_responsible_person."""
    return "_".join(re.findall(r"[a-z0-9]+", label.lower().replace("(s)", "s")))


def figure(loaded, name, **filters):
    return next(row for row in answer(loaded, "overview.figures", **filters) if row["figure"] == name)


@pytest.mark.parametrize("day", [date(2026, 3, 15), date(2026, 3, 31), date(2026, 6, 30)])
def test_previous_is_the_figure_of_the_same_day_last_month(loaded, day):
    before = {
        date(2026, 3, 15): date(2026, 2, 15),
        date(2026, 3, 31): date(2026, 2, 28),
        date(2026, 6, 30): date(2026, 5, 30),
    }
    now = {row["figure"]: row["previous"] for row in answer(loaded, "overview.figures", as_of=day)}
    then = {row["figure"]: row["value"] for row in answer(loaded, "overview.figures", as_of=before[day])}
    assert now == then


@pytest.mark.parametrize("day", [date(2026, 3, 15), date(2026, 6, 30)])
def test_each_figure_is_that_of_the_query_behind_it(loaded, day):
    coverage = next(row for row in answer(loaded, "consent.coverage", as_of=day) if row["purpose"] == "policy")
    assert figure(loaded, "consent_coverage", as_of=day)["value"] == coverage["coverage"]
    assert figure(loaded, "implied_share", as_of=day)["numerator"] == coverage["implied"]
    overdue = [row for row in answer(loaded, "requests.open", as_of=day) if row["urgency"] == "overdue"]
    assert figure(loaded, "requests_overdue", as_of=day)["value"] == len(overdue)
    erasures = answer(loaded, "requests.erasures", as_of=day)
    clean = figure(loaded, "erasures_clean_share", as_of=day)
    assert (clean["numerator"], clean["denominator"]) == (
        sum(row["verified"] == "clean" for row in erasures),
        len(erasures),
    )
    results = answer(loaded, "controls.results", as_of=day)
    assert figure(loaded, "controls_not_met", as_of=day)["value"] == sum(row["status"] == "not_met" for row in results)
    disclosures = answer(loaded, "access.disclosures", as_of=day)
    assert figure(loaded, "disclosures_complete_share", as_of=day)["value"] == (
        sum(row["complete"] for row in disclosures) / len(disclosures) if disclosures else None
    )


def test_every_clause_counts_its_controls(loaded):
    results = answer(loaded, "controls.results")
    for row in answer(loaded, "overview.clauses"):
        here = [result for result in results if row["clause"] in result["clause"].split()]
        assert row["controls"] == len(here)
        assert row["violations"] == sum(result["violations"] for result in here)
        assert row["not_met"] == sum(result["status"] == "not_met" for result in here)
    listed = [row["clause"] for row in answer(loaded, "overview.clauses")]
    assert (listed[0], listed[-1]) == ("1.1", "9.1")
    assert {"3.2.1", "7.1.1", "4", "5", "6"} <= set(listed)
    assert listed == [part.number for part in policy.load().text.paragraphs if part.number in set(listed)]


def test_management_sees_figures_but_no_few_people(loaded):
    rows = {row["figure"]: row for row in answer(loaded, "overview.figures", role="management")}
    coverage = rows["consent_coverage"]
    assert coverage["hidden"] is None or coverage["value"] is None
    assert rows["requests_overdue"]["value"] is not None  # a count of requests is no count of people


class TestRecordOfProcessing:
    def test_its_columns_are_the_fields_that_authorities_ask_for(self, loaded):
        columns = queries.run("inventory.record_of_processing", loaded.snapshot, "auditor").column_names
        assert columns == [*map(snake, FIELDS), "completeness"]

    def test_one_line_for_each_purpose_and_category_in_use(self, loaded):
        lines = answer(loaded, "inventory.record_of_processing")
        pairs = [(line["purposes"], line["personal_data_categories"]) for line in lines]
        assert len(set(pairs)) == len(pairs)
        used = {(row["purpose"] or "unknown", row["category"]) for row in answer(loaded, "inventory.matrix")}
        assert used <= set(pairs)
        said = policy.load()
        assert {category.category for category in said.categories} <= {category for _, category in pairs}
        assert {purpose.purpose for purpose in said.purposes} <= {purpose for purpose, _ in pairs}

    def test_what_is_unknown_is_said_and_counted(self, loaded):
        for line in answer(loaded, "inventory.record_of_processing"):
            known = [name for name, said in line.items() if name != "completeness" and "unknown" not in said]
            assert line["completeness"] == len(known) / len(FIELDS)
            assert line["dpo_responsible_person"] == line["state_registration_no_exemption_clause"] == "unknown"

    def test_before_anything_happened_it_says_what_is_declared(self, loaded):
        lines = answer(loaded, "inventory.record_of_processing", as_of=date(2000, 1, 1))
        assert len(lines) == len(policy.load().categories) + len(policy.load().purposes)
        assert {line["link_to_notice"] for line in lines} == {"unknown"}


def test_the_fields_are_those_of_the_register():
    """The list above is the one that the header promises."""
    text = (Path(queries.FOLDER) / "inventory" / "record_of_processing.sql").read_text(encoding="utf-8")
    assert f"the {len(FIELDS)} fields" in text


class TestNews:
    """What is new since the last working day: the rows of each control on both days, one set less the other."""

    @pytest.mark.parametrize("day", [date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 21), date(2026, 6, 30)])
    def test_it_is_what_the_controls_have_now_and_had_not_then(self, loaded, day):
        since = overview.last_working_day(day, answer(loaded, "policy.calendar"))
        expected = set()
        for name in queries.names():
            if queries.get(name).is_control:
                moments = (day, since - timedelta(days=1))
                now, then = ({row["ref"] for row in answer(loaded, name, as_of=moment)} for moment in moments)
                expected |= {(name.removeprefix("controls."), ref) for ref in now - then}
        rows = answer(loaded, "overview.news", as_of=day)
        assert {(row["control"], row["ref"]) for row in rows} == expected
        assert {row["since"] for row in rows} <= {since}
        assert expected or day != date(2026, 3, 17)

    def test_a_monday_looks_back_past_the_weekend_and_a_holiday_past_itself(self, loaded):
        calendar = answer(loaded, "policy.calendar")
        assert overview.last_working_day(date(2026, 11, 23), calendar) == date(2026, 11, 20)
        assert overview.last_working_day(date(2026, 11, 24), calendar) == date(2026, 11, 23)
        assert overview.last_working_day(date(2026, 1, 2), calendar) == date(2025, 12, 30)

    def test_management_sees_how_many_and_not_which(self, loaded):
        days = [date(2026, 3, 17), date(2026, 3, 18), date(2026, 6, 30)]
        for day in days:
            full = overview.news(answer(loaded, "overview.news", as_of=day))
            own = overview.news(answer(loaded, "overview.news", role="management", as_of=day))
            assert [(row["control"], count) for row, count, _ in own] == [
                (row["control"], count) for row, count, _ in full
            ]
            assert all(len(refs) == count for _, count, refs in full)
            assert not any(refs for _, _, refs in own)


@pytest.mark.parametrize("role", ["dpo", "management"])
def test_a_control_of_several_requests_says_how_many_are_what_its_clause_is_about(loaded, role):
    words, late = Language("en"), overview.late_by_type(lambda name: answer(loaded, name, role), role)
    both = answer(loaded, "requests.open") + answer(loaded, "requests.closed")
    types = {row["request_id"]: row["type"] for row in both}
    of_requests = {*overview.OF_EVERY_TYPE, *overview.TOLD_BY_ROW}
    for control in of_requests:
        found = [types[violation["ref"]] for violation in answer(loaded, f"controls.{control}")]
        assert found
        said = ["requests of every type"] if control in overview.OF_EVERY_TYPE else []
        if role == "dpo" or control in overview.COUNTED_BY_TYPE:
            said.append(f"of them erasure: {found.count('erasure')}")
        assert overview.watches("7.1", control, late, words) == ", ".join(said)
        assert overview.watches("2.4", control, late, words) == ""
    assert overview.watches("7.1", "erasure_residual", late, words) == ""


def test_a_clause_of_other_requests_alone_says_that_none_of_its_own_is_late():
    english = Language("en")
    late = [{"control": "request_overdue"}, {"control": "recipients_not_told"}]
    others = {"request_overdue": {"access": 3, "erasure": 0}}
    own = {"request_overdue": {"erasure": 1}}
    assert "No request that this clause is about is late" in overview.means_for("1.3", late[:1], others, {}, english)
    assert overview.means_for("1.3", late, others, {}, english) == overview.means("recipients_not_told", english)
    assert overview.means_for("1.3", late, own, {}, english) == overview.means("request_overdue", english)


def test_a_clause_with_the_control_of_another_says_so(loaded):
    late = overview.late_by_type(partial(answer, loaded), "dpo")
    broken = overview.clauses_not_met(answer(loaded, "overview.clauses"), answer(loaded, "controls.results"), late)
    place = {row["clause"]: number for number, (row, _) in enumerate(broken)}
    of_clause = {row["clause"]: {control["control"] for control in controls} for row, controls in broken}
    twins = overview.twins(broken)
    assert twins
    for row, controls in broken:
        clause = row["clause"]
        before = [other for other in place if place[other] < place[clause] and of_clause[clause] <= of_clause[other]]
        assert twins.get(clause) == (before[0] if len(controls) == 1 and before else None)
        if clause in twins:
            said = overview.means_for(clause, controls, late, twins, Language("en"))
            assert said == f"The same control as under clause {twins[clause]}."


DAYS = [date(2026, 3, 16), date(2026, 3, 31), date(2026, 4, 30), LOADED_AT.date()]


@pytest.mark.parametrize("day", DAYS)
def test_a_clause_has_more_than_a_month_before_if_one_of_its_controls_has(loaded, day):
    """By the rows of the controls, and of controls of every request by those that the clause is about."""

    def asked(name, **filters):
        return answer(loaded, name, **({"as_of": day} if "as_of" in queries.get(name).filters else {}) | filters)

    ago = overview.month_before(day)
    before = overview.a_month_before(asked, "dpo", day)
    assert before.day == ago
    types = {row["request_id"]: row["type"] for row in [*asked("requests.open"), *asked("requests.closed")]}
    types |= {row["request_id"]: row["type"] for row in answer(loaded, "requests.open", as_of=ago)}
    examined = {row["control"] for row in answer(loaded, "controls.results", as_of=ago) if row["examined"]}

    def kind(control, row):
        return row["detail"].partition(",")[0] if control in overview.TOLD_BY_ROW else types[row["ref"]]

    expected = set()
    for row in asked("controls.results"):
        control = row["control"]
        if control in overview.AT_THE_LOAD | overview.AT_LEAST or control not in examined:
            assert control not in before.controls
            continue
        now, then = (answer(loaded, f"controls.{control}", as_of=moment) for moment in (day, ago))
        for clause in row["clause"].split():
            own = overview.ABOUT.get(clause) if control in before.late else None
            more, less = (sum(own is None or kind(control, row) in own for row in rows) for rows in (now, then))
            if more > less and control != overview.FOR_A_PERSON:
                expected.add(clause)
    late = overview.late_by_type(asked, "dpo")
    broken = overview.clauses_not_met(asked("overview.clauses"), asked("controls.results"), late)
    found = [row["clause"] for row, controls in broken if overview.has_more(row["clause"], controls, late, before)]
    assert set(found) == expected
    said = verdict_of(loaded, day)["Better or worse?"]
    numbers = f"{len(found)} ({', '.join(found)})" if found else "0"
    assert f"With more violations than on {Language('en').date(ago)}: {numbers}." in said


def test_the_greatest_risk_stands_beside_a_month_before_unless_it_is_counted_at_the_load(loaded):
    words, seen = Language("en"), set()
    for day in DAYS:
        ago = overview.month_before(day)
        then = {row["control"]: row for row in answer(loaded, "controls.results", as_of=ago)}
        said = verdict_of(loaded, day).get("The greatest risk?", "")
        for row in overview.greatest_risks(answer(loaded, "controls.results", as_of=day)):
            old, now = then[row["control"]], f"{row['violations']} of {row['examined']}"
            at_load = row["control"] in overview.AT_THE_LOAD
            compared = f"{now}; on {words.date(ago)}: {old['violations']} of {old['examined']}"
            expected = f"{now}; counted at the load" if at_load else compared if old["examined"] else now
            assert f"({expected})." in said
            seen.add((at_load, bool(old["examined"])))
    assert {known for known, _ in seen} == {True, False}


def test_the_verdict_names_the_clauses_that_cannot_be_compared(loaded):
    for day in DAYS:
        said = verdict_of(loaded, day)["Better or worse?"]
        more = re.search(r"With more violations than on [^:]+: \d+(?: \(([^)]*)\))?\.", said)
        told = re.search(r"Not compared, or not in everything: (\d+) \(([^)]*)\)\.", said)
        broken = [row for row in answer(loaded, "controls.results", as_of=day) if row["status"] == "not_met"]
        unlike = [row for row in broken if row["control"] in overview.AT_THE_LOAD | overview.AT_LEAST]
        expected = {clause for row in unlike for clause in row["clause"].split()} - set((more[1] or "").split(", "))
        assert (int(told[1]), set(told[2].split(", "))) == (len(expected), expected)


def test_the_verdict_names_the_missed_targets_that_count_the_past(loaded):
    seen = set()
    for day in DAYS:
        rows = {row["figure"]: row for row in answer(loaded, "overview.figures", as_of=day)}
        since_ever = {name for name in rows if overview.PERIODS[name] == "since_the_beginning"}
        judged = since_ever - overview.EVENTS.keys()  # events by what is new
        missed = {Language("en").code("figure", name) for name in judged if is_missed(rows[name])}
        kept = verdict_of(loaded, day).get("Kept?", "")
        told = re.search(r"so that what is past stays in them: (\d+) \((.+?)\)\.", kept)
        assert ((int(told[1]), set(told[2].split("; "))) if told else (0, set())) == (len(missed), missed)
        seen |= missed
    assert seen


def is_missed(row):
    """A share shall be as high as its target, a count as low."""
    if row["value"] is None or row["target"] is None:
        return False
    return row["value"] < row["target"] if row["figure"] in overview.SHARES else row["value"] > row["target"]


def test_the_verdict_says_how_many_clauses_are_broken_only_by_other_requests(loaded):
    """As if all that are late were of one type: 1.3 has no other control than those of requests, and is about
    erasures. Management is told no type but by the summary."""
    day, words = LOADED_AT.date(), Language("en")

    def kept(kind):
        def asked(name, **filters):
            rows = answer(loaded, name, **filters)
            return [max(rows, key=itemgetter("overdue")) | {"type": kind}] if name == "requests.summary" else rows

        return dict(overview.verdict(asked, "management", day, overview.figures(asked, day, words), words))["Kept?"]

    broken = sum(row["not_met"] > 0 for row in answer(loaded, "overview.clauses"))
    assert f"with violations: {broken} (of them only by other requests: 1); without: " in kept("access")
    assert f"with violations: {broken}; without: " in kept("erasure")


def test_what_was_held_on_a_past_day_is_not_judged(loaded):
    def asked(name, **filters):
        return answer(loaded, name, **filters)

    today = overview.figures(asked, LOADED_AT.date(), Language("en"))["retention_exceeded_categories"]
    past = overview.figures(asked, LOADED_AT.date() - timedelta(days=40), Language("en"))[
        "retention_exceeded_categories"
    ]
    assert (today.met, past.met) == (False, None)
    assert (today.change, past.change) == ("", "")


@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2026, 4, 10)])
def test_withdrawals_are_those_of_this_month_and_the_last(loaded, day):
    rows = answer(loaded, "consent.withdrawals", as_of=day)
    before = {date(2026, 3, 31): "2026-02", date(2026, 4, 10): "2026-03"}[day]
    now, then = (sum(row["withdrawals"] for row in rows if row["month"] == month) for month in (f"{day:%Y-%m}", before))
    said = overview.withdrawals(rows, day, Language("en"))
    assert f"{now} in {Language('en').month(f'{day:%Y-%m}')} so far, {then} in {Language('en').month(before)}." in said
    assert now + then
    unseen = overview.withdrawals([row | {"withdrawals": None} for row in rows], day, Language("en"))
    assert unseen == ""
    assert not re.search(r"\d", unseen)


def test_an_incident_runs_out_of_the_time_to_contain_it():
    noon = datetime(2026, 3, 5, 12)
    unknown = {"hours_to_contain": None, "closed_on": None, "past_limit": False}
    incident = {"incident_id": 3, "discovered_at": noon, **unknown}
    others = ({"hours_to_contain": 5.0}, {"closed_on": noon.date()}, {"past_limit": True}, {"discovered_at": noon})
    rows = [
        incident | {"incident_id": 4, "discovered_at": noon + timedelta(hours=9)},
        *(incident | other for other in others),
    ]
    limits = [{"limit": 72}]
    assert overview.to_contain(rows, limits) == [(noon + timedelta(hours=72), 3), (noon + timedelta(hours=81), 4)]
    assert overview.to_contain(rows, []) == []


def test_of_the_rules_for_the_same_the_one_valid_last_is_in_force():
    rule = {"regime": "az", "obligation": "answer", "applies_to": "access", "valid_from": date(2020, 1, 1), "limit": 7}
    rows = [rule, rule | {"valid_from": date(2026, 1, 1), "limit": 9}, rule | {"regime": "gdpr"}]
    for day, limits in ((date(2025, 5, 5), [7]), (date(2026, 5, 5), [9]), (date(2019, 5, 5), [])):
        assert [row["limit"] for row in overview.rules_in_force(rows, "az", "answer", day)] == limits


def test_a_year_before_the_leap_day_is_the_day_before_it():
    assert overview.year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert overview.year_before(date(2026, 11, 28)) == date(2025, 11, 28)


def verdict_of(loaded, day):
    """Each question of the verdict with its answer, in English, as of a day."""

    def asked(name, **filters):
        of_the_day = {"as_of": day} if "as_of" in queries.get(name).filters else {}
        return answer(loaded, name, **of_the_day | filters)

    words = Language("en")
    return dict(overview.verdict(asked, "dpo", day, overview.figures(asked, day, words), words))


def test_each_clause_stands_somewhere_and_what_no_control_watches_is_not_measured(loaded):
    answers = verdict_of(loaded, LOADED_AT.date())
    counts = [int(number) for number in re.findall(r"\d+", answers["Kept?"])]
    clauses, broken, kept, judged, unknown, unmeasured = counts[:6]
    rows = answer(loaded, "overview.clauses")
    assert clauses == len(rows) == broken + kept + judged + unknown + unmeasured
    assert broken == sum(row["not_met"] > 0 for row in rows) > 0
    assert unmeasured == sum(row["controls"] == 0 for row in rows) > 0


def test_a_year_ago_with_nothing_recorded_is_a_dash_and_no_good_day(loaded):
    days = [LOADED_AT.date(), date(2001, 6, 1)]
    before = [overview.year_before(day) for day in days]
    empty = [overview.nothing_yet(answer(loaded, "overview.figures", as_of=day)) for day in before]
    assert empty == [False, True]
    for day, ago, unknown in zip(days, before, empty, strict=True):
        said = verdict_of(loaded, day)["Better or worse?"]
        told = re.search(rf"on {Language('en').date(ago)}: ([^.]*)\.", said)[1]
        assert (told == MISSING) == unknown, said
        assert told.isdigit() != unknown


def test_the_oldest_open_incident_and_the_oldest_critical_one_are_told_apart(loaded):
    words = Language("en")
    told = dict.fromkeys(("severity", "closed_on", "discovered_at"))
    old = told | {"severity": "low", "discovered_at": datetime(2026, 3, 1, 12)}
    critical = told | {"severity": "critical", "discovered_at": datetime(2026, 5, 2, 12)}
    closed = critical | {"closed_on": date(2026, 5, 3)}

    def said(now, then):
        def asked(name, **filters):
            if name != "access.incidents":
                return answer(loaded, name, **filters)
            return then if filters else now

        day = LOADED_AT.date()
        return dict(overview.verdict(asked, "dpo", day, overview.figures(asked, day, words), words)).get(
            "Open incidents?"
        )

    assert said([old, critical, closed], [old]) == (
        "Not closed: 2 (on 30 May 2026: 1), the oldest since 1 Mar 2026. "
        "Of them critical: 1 (on 30 May 2026: 0), the oldest since 2 May 2026."
    )
    assert said([old], [critical]) == (
        "Not closed: 1 (on 30 May 2026: 1), the oldest since 1 Mar 2026. Of them critical: 0."
    )
    assert said([closed], [old]) is None
