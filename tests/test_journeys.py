"""The three jobs, from beginning to end in a real Chromium: each step reads what is on the screen.

By mouse in each language; and once each by keys alone.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

import queries
import snapshots
from language import LANGUAGES
from queries.header import ROLES
from tests.visitor import ByKeys, Visitor, numbers, rows_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HANDS = [(Visitor, language) for language in LANGUAGES]
KEYS = dict(zip(ROLES, LANGUAGES, strict=True))  # each job by keys in one language, each language once


def hands(role: str) -> pytest.MarkDecorator:
    ways = [*HANDS, (ByKeys, KEYS[role])]
    names = [f"{language}-{'keys' if way is ByKeys else 'mouse'}" for way, language in ways]
    return pytest.mark.parametrize(("way", "language"), ways, ids=names)


@pytest.fixture
def visitor(page, address, way: type[Visitor], language: str) -> Callable[[str], Visitor]:
    return lambda role: way(page, address, language, role)


@pytest.fixture
def today(demo) -> date:
    return queries.day_of_load(snapshots.current(demo.warehouse))


@pytest.fixture
def fresh(demo) -> list[dict[str, Any]]:
    """What is new since the last working day."""
    return queries.run("overview.news", snapshots.current(demo.warehouse), "dpo").to_pylist()


@hands("management")
def test_management_sees_what_is_not_kept_and_what_that_means(visitor):
    one = visitor("management")
    one.open("")
    one.is_on("Overview")
    overdue, broken = one.card("requests_overdue"), one.card("controls_not_met")
    assert overdue.value == one.language.number(overdue.part)
    assert one.text("target {aim} not met", aim="0") in one.part("card", "requests_overdue").inner_text()

    # The figure opens its page, where the same figure stands over what it is made of.
    one.follow(one.part("card", "requests_overdue"), "Requests")
    assert one.card("requests_overdue") == overdue
    assert sorted(numbers(one.finding("requests.ageing"))) == [overdue.part, overdue.whole]
    one.unfold_table("requests.ageing")
    shown = [int(count) for count in one.words_of("requests.ageing", "requests")]
    taken = rows_of(one.take("requests.ageing"))
    assert shown == [int(row["requests"]) for row in taken]
    assert sum(shown) == overdue.whole
    assert sum(int(row["requests"]) for row in taken if row["bucket"].startswith("overdue")) == overdue.part
    assert one.language.code("viewer", "dpo") in one.part("state", "withheld").inner_text()
    one.go_back("Overview")

    # A clause that is not met: what that means in a sentence, then the clause itself with the same numbers.
    worst = one.page.locator("[class*=st-key-clause-]").first
    sentence, found = (worst.locator("p").nth(place).inner_text() for place in (0, 1))
    assert sentence.split("\n")[1].endswith(".")
    control, said = found.split("\n")[0].split(": ", 1)
    one.follow(worst, "Policy and controls")
    clause = one.param("clause")
    assert clause in sentence
    assert clause in one.page.get_by_test_id("stMain").locator("h3").first.inner_text()
    box = one.page.locator("[class*=st-key-control-]").first
    assert control in box.inner_text()
    assert sorted(numbers(box.locator("p").first.inner_text())) == sorted(numbers(said))
    assert one.text("the records behind each control") in one.part("state", "withheld").inner_text()
    statuses = rows_of(one.take("controls.results"))
    assert len(one.rows("controls.results")) == len(statuses) == broken.whole
    assert sum(row["status"] == "not_met" for row in statuses) == broken.part


@hands("dpo")
def test_the_dpo_sees_what_is_overdue_due_and_new_and_why(visitor, today, fresh):
    one = visitor("dpo")
    one.open("requests")
    one.is_on("Requests")

    # What is overdue and what falls due: the figure, the list and the file are the same rows, the worst first.
    overdue = one.card("requests_overdue")
    shown = one.rows("requests.open")
    taken = rows_of(one.take("requests.open"))
    number, urgency = one.column("requests.open", "request_id"), one.column("requests.open", "urgency")
    assert [row[number] for row in shown] == [row["request_id"] for row in taken]
    assert len(shown) == overdue.whole
    late = [row for row in shown if row[urgency] == one.language.code("urgency", "overdue")]
    assert late == shown[: overdue.part]
    assert [row["urgency"] for row in taken].count("overdue") == overdue.part
    due = [date.fromisoformat(row["due_on"]) for row in taken if row["due_on"]]
    soon = sum(today < day <= today + timedelta(days=7) for day in due)
    assert numbers(one.finding("requests.calendar"))[-2:] == [due.count(today), soon]

    # The most urgent case: its days are counted one by one up to its due day.
    worst = taken[0]
    one.press(one.part("table", "requests.open").get_by_role("link", name=worst["request_id"]))
    one.part("table", "requests.case").wait_for()
    one.settled()
    assert one.param("request_id") == worst["request_id"]
    steps = one.rows("requests.case")
    history = rows_of(one.take("requests.case"))
    assert len(steps) == len(history)
    counted = [row for row in history if row["event"] == "counted" and row["day"] <= worst["due_on"]]
    assert [int(row["working_day"]) for row in counted] == list(range(1, len(counted) + 1))
    assert counted[-1]["day"] == worst["due_on"]
    last = steps[[row["event"] for row in history].index("due")]
    assert one.language.code("event", "due") in last

    # Erasures: which are clean, which left rows, which are kept on a hold.
    clean = one.card("erasures_clean_share")
    verdicts = one.words_of("requests.erasures", "verified")
    assert len(verdicts) == clean.whole == len(rows_of(one.take("requests.erasures")))
    assert verdicts.count(one.language.code("verified", "clean")) == clean.part
    one.part("table", "requests.residue").wait_for()

    # What broke since the last working day: each control once, with how many, and requests by their numbers.
    one.go_to("Overview")
    news = one.page.locator("[class*=st-key-news-]").all_inner_texts()
    counts = Counter(row["control"] for row in fresh)
    assert len(news) == len(counts)
    for control, count in counts.items():
        title = queries.get(f"controls.{control}").header.title[one.language.code_of_language]
        assert sum(f"{title}: +{count}" in line for line in news) == 1
    assert all(any(row["ref"] in line for line in news) for row in fresh if row["control"] == "request_overdue")

    # Processed after a withdrawal, written to without consent: each figure opens exactly its rows.
    one.go_to("Access and disclosures")
    unusual = rows_of(one.take("access.actors"))
    assert numbers(one.finding("access.actors"))[-1] == sum(
        float(row["times_role_median"] or 0) >= 10 for row in unusual
    )
    for figure, control in (
        ("processing_after_withdrawal", "processing_after_withdrawal"),
        ("messages_without_consent", "message_without_consent"),
    ):
        card = one.card(figure)
        one.follow(one.part("card", figure), "Policy and controls")
        assert figure_rows_and_file(one, control) == card.part
        one.go_back("Access and disclosures")


def figure_rows_and_file(one: Visitor, control: str) -> int:
    """The number that a control names, which is that of its rows on the screen and in the file."""
    box = one.part("control", control)
    named = numbers(box.locator("p").first.inner_text())[0]
    one.unfold(box)
    shown = one.words_of(f"controls.{control}", "ref")
    assert shown == [row["ref"] for row in rows_of(one.take(f"controls.{control}"))]
    assert len(shown) == named
    return named


@hands("auditor")
def test_the_auditor_takes_along_what_a_clause_rests_on(visitor):
    one = visitor("auditor")
    one.open("policy")
    one.is_on("Policy and controls")

    # A clause and a period: the controls, their definition, the rows behind them and the file.
    one.choose("Clause", "3.3")
    one.choose("Period of trends and lists", one.text("the last {days} days", days=90))
    assert one.param("clause") == "3.3"
    assert one.param("from")
    figure_rows_and_file(one, "message_without_consent")
    header = queries.get("controls.message_without_consent").header
    said = one.definition("controls.message_without_consent")
    assert header.about[one.language.code_of_language] in said
    assert "controls.message_without_consent" in said
    one.take("controls.message_without_consent", "spreadsheet")

    # Everything along as a file, each of its columns and codes explained.
    one.go_to("Exports")
    assert one.param("from")
    title = queries.get("consent.coverage").header.title[one.language.code_of_language]
    one.choose("What to download", title)
    assert one.param("query") == "consent.coverage"
    taken = rows_of(one.take("consent.coverage"))
    assert len(one.rows("consent.coverage")) == len(taken)
    explained, codes = (one.page.get_by_test_id("stTable").nth(place).locator("tbody tr") for place in (-2, -1))
    assert explained.count() == len(taken[0])
    assert [line.split("\t")[0].strip() for line in explained.all_inner_texts()] == list(taken[0])
    assert all(cell.strip() for line in explained.all_inner_texts() for cell in line.split("\t"))
    assert {row["purpose"] for row in taken} == {line.split("\t")[1].strip() for line in codes.all_inner_texts()}

    # The record of processing; what was loaded, what was rejected and why.
    one.go_to("Inventory")
    one.unfold(one.part("folded", "inventory.record_of_processing"))
    assert len(one.rows("inventory.record_of_processing")) == len(rows_of(one.take("inventory.record_of_processing")))
    one.go_to("Loads and data quality")
    loads = rows_of(one.take("loads.history"))
    assert len(one.rows("loads.history")) == len(loads)
    for load in loads:
        assert int(load["source_rows"]) == sum(int(load[part]) for part in ("loaded", "quarantined", "excluded"))
    rejected = rows_of(one.take("loads.quarantine"))
    assert one.words_of("loads.quarantine", "rows") == [row["rows"] for row in rejected]
    assert sum(int(row["rows"]) for row in rejected) == sum(int(load["quarantined"]) for load in loads) == 2
    assert not any(row["sample_keys"] for row in rejected)
