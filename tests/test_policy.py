"""The policy as data: what is read from its text, and what a slip in its files is answered with."""

import csv
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import policy
from errors import PolicyError
from policy import rows
from policy.deadlines import rule_for
from policy.text import read

POLICY = policy.load()
TEXT = (policy.FOLDER / "policy_az.txt").read_text(encoding="utf-8")
Change = Callable[[str, str, str], Path]


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """A copy of the folder with one passage of one file changed."""

    def changed(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "policy"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(policy.FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return changed


def test_every_number_that_opens_a_paragraph_is_found() -> None:
    opened = "1 1.1 1.2 1.3 2 2.1 2.2 2.3 2.4 3 3.1 3.2 3.2.1 3.2.2 3.2.3 3.2.4 3.3 3.4 3.5 3.6 3.7 4 4.1 4.2 4.3 4.4"
    opened += " 5 5.1 5.2 5.3 5.4 5.5 5.6 5.7 5.8 5.9 5.10 6 6.1 6.2 6.3 7 7.1 7.1.1 7.2 8 8.1 8.2 9 9.1"
    assert " ".join(POLICY.text.numbers) == opened


def test_paragraphs_broken_across_lines_and_pages_are_whole() -> None:
    words = {paragraph.number: paragraph.text for paragraph in POLICY.text.paragraphs}
    assert "əlaqədar yaradılmış elektron poçt ünvanımıza" in words["7.1"]
    assert words["5.10"].startswith("Biz istifadəçilərə")
    assert words["4.2"].endswith("toplanır.")
    assert words["4"] == "Məxfilik Siyasətinin əhatə dairəsi"


def test_nothing_of_the_text_is_lost() -> None:
    inside = "".join(paragraph.number + paragraph.text for paragraph in POLICY.text.paragraphs)
    letters = re.sub(r"[\s.]", "", "".join(POLICY.text.around) + inside)
    assert sorted(letters) == sorted(re.sub(r"[\s.]", "", TEXT))


def test_a_line_that_begins_with_a_number_of_the_law_opens_nothing() -> None:
    text = read(TEXT.replace("9.4-cü", "\n9.4. maddəsinə və\n20.05.2026. Tarix\n9.4-cü").encode())
    assert text.numbers == POLICY.text.numbers


@pytest.mark.parametrize(
    ("old", "new", "blank"),
    [
        ("Email: _____________", "Email: mühafizə@qonshuapp.az", ("post", "phone")),
        ("Poçt: _____________", "Poçt:\nBakı şəhəri, Nizami küçəsi 1\nAZ1000", ("email", "phone")),
        ("Telefon: _____________", "Tel.: +994 12 000 00 00", ("email", "post")),
        ("Telefon: _____________", "Telefon: …", ("email", "post", "phone")),
        ("Telefon: _____________", "", ("email", "post", "phone")),
        ("Email: _____________ \nPoçt: _____________", "E-poçt: a@b.az Poçt: Bakı", ("phone",)),
    ],
)
def test_contact_fields(old: str, new: str, blank: tuple[str, ...]) -> None:
    assert old in TEXT
    assert read(TEXT.replace(old, new).encode()).blank_contacts() == blank


def statuses(folder: Path) -> dict[str, str]:
    return {row["finding"]: row["status"] for row in policy.load(folder).tables()["findings"].to_pylist()}


def test_findings_on_the_text_as_it_is() -> None:
    found = statuses(policy.FOLDER)
    assert list(found) == [f"F{number}" for number in range(1, 21)]
    assert {finding for finding, status in found.items() if status == "found"} == {"F1", "F3", "F4", "F5"}
    assert set(found.values()) == {"found", "needs_a_person"}


@pytest.mark.parametrize(
    ("finding", "old", "new"),
    [
        ("F3", "MƏXFILIK SIYASƏTI", "MƏXFILIK SIYASƏTI\nVersiya 2.0, 1 mart 2026-cı il"),
        ("F3", "8.1.Biz", "8.1.Bu, 2.1 redaksiyasıdır və 01.03.2026 tarixində qüvvəyə minir. Biz"),
        ("F4", "icrası müddətində saxlanılır", "icrası müddətində, lakin 5 ildən çox olmayaraq saxlanılır"),
        ("F4", "icrası müddətində saxlanılır", "bitdikdən sonra on iki ay saxlanılır"),
        ("F5", "serverlərimizdən silinəcək", "7 (yeddi) iş günü ərzində serverlərimizdən silinəcək"),
        ("F5", "Bizdən məlumat tələb etmək", "Bizdən bir ay ərzində məlumat tələb etmək"),
    ],
)
def test_a_text_that_says_it_ends_the_finding(finding: str, old: str, new: str, change: Change) -> None:
    found = statuses(change("policy_az.txt", old, new))
    assert found[finding] == "not_found"
    assert found["F6"] == "review_again"


@pytest.mark.parametrize(
    "new",
    [
        "2010-cu il 11 may tarixli 998-IIIQ nömrəli Qanununun",  # the date of the law is not the policy's own
        "yeddi qaydası ilə Qanununun",
    ],
)
def test_other_numbers_and_dates_end_no_finding(new: str, change: Change) -> None:
    found = statuses(change("policy_az.txt", "Qanununun", new))
    assert [found[finding] for finding in ("F3", "F4", "F5")] == ["found"] * 3


def test_a_judgement_keeps_the_hash_it_was_given_on(change: Change) -> None:
    table = policy.load(change("policy_az.txt", "Poçt: ___", "Poçt: Bakı")).tables()
    hashes = {row["finding"]: row["text_sha256"] for row in table["findings"].to_pylist()}
    assert hashes["F1"] == table["policy_text"]["sha256"][0].as_py()
    assert hashes["F2"] == POLICY.text.sha256


def test_the_tables_of_a_snapshot() -> None:
    tables = POLICY.tables()
    assert {name: table.num_rows for name, table in tables.items()} == {
        "clauses": 50, "categories": 19, "purposes": 15, "deadlines": 32, "retention": 16, "calendar": 109_573,
        "not_personal": 5, "targets": 12, "findings": 20, "policy_text": 1, "contact_fields": 3,
    }  # fmt: skip
    levels = {row["clause"]: row["level"] for row in tables["clauses"].to_pylist()}
    assert [clause for clause, level in levels.items() if level == "section"] == ["4", "5", "6"]
    assert [clause for clause, level in levels.items() if level == "heading"] == ["1", "2", "3", "7", "8", "9"]


def test_every_word_of_the_policy_is_there_in_three_languages() -> None:
    for name, table in POLICY.tables().items():
        for column in set(table.column_names) & {
            f"{kind}{code}" for kind in ("", "title_", "reason_") for code in ("az", "en", "ru")
        }:
            lines = [row for row in table.to_pylist() if name != "calendar" or row["status"]]
            assert not [row for row in lines if not row[column]], f"{name}.{column}"
        if "ru" in table.column_names:
            assert not [row for row in table.to_pylist() if not re.search(r"[а-яё]", row["ru"], re.IGNORECASE)], name


def test_every_holiday_of_the_file_has_its_russian_reason() -> None:
    lines = POLICY.tables()["calendar"].to_pylist()
    assert not [line for line in lines if line["status"] and not re.search("[А-Яа-я]", line["reason_ru"])]


def test_counsel_changes_a_deadline_by_one_line(change: Change) -> None:
    line = "az,answer,withdrawal,0,working_day,0,,received_at,"
    folder = change(
        "deadlines.csv",
        line,
        "az,answer,withdrawal,3,working_day,0,,received_at,Law Art. 9,confirmed,2027-01-01\n" + line,
    )
    rules = [row for row in policy.load(folder).tables()["deadlines"].to_pylist() if row["applies_to"] == "withdrawal"]
    assert [(row["limit"], row["valid_from"]) for row in rules if row["regime"] == "az"] == [
        (3, date(2027, 1, 1)),
        (0, date(2010, 6, 15)),
    ]


def test_a_rule_for_one_type_goes_before_a_rule_for_every_type(change: Change) -> None:
    line = "az,registration,*,1,working_day"
    beside = "az,registration,erasure,0,working_day,0,,received_at,order 7,assumption,{}\n" + line
    for valid_from in ("2010-06-15", "2027-01-01"):
        rules = policy.load(change("deadlines.csv", line, beside.format(valid_from))).deadlines
        found = {kind: rule_for(rules, "az", "registration", kind, date(2027, 1, 1)) for kind in ("erasure", "access")}
        assert [rule.limit for rule in found.values()] == [0, 1]
    with pytest.raises(PolicyError, match=r"line 13: a newer rule for \* beside line 12"):
        policy.load(change("deadlines.csv", line, beside.format("2009-01-01")))


def test_counsel_adds_a_day_off_by_one_line(change: Change) -> None:
    line = "2026-12-31,Thu,0,"
    folder = change(
        "calendar_az.csv", line, "2026-12-30,Wed,0,Day off,İstirahət günü,operator_override,order 5\n" + line
    )
    changed = policy.load(folder)
    assert not changed.working_days.is_working(date(2026, 12, 30))
    day = [
        row for row in changed.tables()["calendar"].slice(46_000, 1000).to_pylist() if row["day"] == date(2026, 12, 30)
    ]
    assert (day[0]["reason_az"], day[0]["reason_ru"], day[0]["status"]) == (
        "İstirahət günü",
        "Day off",
        "operator_override",
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("deadlines.csv", "regime,obligation", "regim,obligation",
         "deadlines.csv, line 1: unknown column 'regim'. Did you mean regime?"),
        ("deadlines.csv", ",valid_from", "", "deadlines.csv, line 1: the column 'valid_from' is missing."),
        ("deadlines.csv", "az,answer,withdrawal", "az,answer,withdrawel",
         "deadlines.csv, line 3: applies_to has 'withdrawel', unknown to answer."),
        ("deadlines.csv", "az,answer,withdrawal", "tr,answer,withdrawal",
         "deadlines.csv, line 3: unknown regime 'tr'. Known: 'az' or 'gdpr'."),
        ("deadlines.csv", "withdrawal,0,working_day", "withdrawal,0,fortnight",
         "deadlines.csv, line 3: unknown unit 'fortnight'."),
        ("deadlines.csv", "incident,72,hour", "incident,3,working_day",
         "deadlines.csv, line 6: incident_containment has the unit 'working_day'. Write hour."),
        ("deadlines.csv", "refused,5,working_day", "refused,5,hour",
         "deadlines.csv, line 4: refusal_notice has the unit 'hour'. Write day, working_day or month."),
        ("deadlines.csv", "withdrawal,0,", "withdrawal,seven,",
         "deadlines.csv, line 3: limit 'seven' is not a whole number from 0 to 9999. Write digits only."),
        ("deadlines.csv", "third_party_consulted+notice_in_time", "third_party",
         "deadlines.csv, line 2: unknown extension_condition 'third_party'."),
        ("deadlines.csv", "internal target,assumption,2010-06-15", "internal target,assumption,15.06.2010",
         "deadlines.csv, line 6: valid_from '15.06.2010' is not a date. Write it as year-month-day: 2026-03-20."),
        ("deadlines.csv", "internal target,assumption,2010-06-15", "internal target,assumption,2010-02-30",
         "deadlines.csv, line 6: valid_from '2010-02-30' is not a date."),
        ("deadlines.csv", "answer,withdrawal,0", "answer,access,0",
         "deadlines.csv, line 3: az answer access 2010-06-15 stands in line 2 already."),
        ("calendar_az.csv", "2024-01-01,Mon", "1824-01-01,Thu",
         "calendar_az.csv, line 2: 1824-01-01 is in no calendar."),
        ("deadlines.csv", "hour,0,,discovered_at", "hour,0,,occurred_at",
         "deadlines.csv, line 6: clock_starts is 'occurred_at'. For incident_containment: discovered_at."),
        ("deadlines.csv", "refused,5,working_day,0", "refused,5,working_day,2",
         "deadlines.csv, line 4: refusal_notice has an extension."),
        ("deadlines.csv", "secondary,2010-06-15", "probably,2010-06-15",
         "deadlines.csv, line 2: unknown confidence 'probably'."),
        ("deadlines.csv", "policy 3.5 (the law's", "policy 3.5, (the law's",
         "deadlines.csv, line 3: 12 cells instead of 11."),
        ("retention.csv", "page_sequence,12", "pages,12", "retention.csv, line 2: unknown category 'pages'."),
        ("retention.csv", "page_sequence,12,viewed_at", "page_sequence,12,paid_at",
         "retention.csv, line 2: unknown counted_from 'paid_at'. For page_sequence: account closed, or viewed_at."),
        ("retention.csv", "device,12", "page_sequence,12",
         "retention.csv, line 3: page_sequence stands in line 2 already."),
        ("calendar_az.csv", "2024-01-02,Tue", "2024-01-01,Mon",
         "calendar_az.csv, line 3: 2024-01-01 stands in line 2 already."),
        ("calendar_az.csv", "2024-01-02,Tue", "2024-01-02,Wed",
         "calendar_az.csv, line 3: 2024-01-02 is a Tue, not a Wed."),
        ("calendar_az.csv", "2024-01-02,Tue,0", "2024-01-02,Tue,no",
         "calendar_az.csv, line 3: is_working 'no' is neither of the two it may be. Write 1 or 0."),
        ("calendar_az.csv", "bayramı,official", "bayramı,sure", "calendar_az.csv, line 2: unknown status 'sure'."),
        ("calendar_az.csv", "2024-01-02,", "20240102,", "calendar_az.csv, line 3: day '20240102' is not a date."),
        ("categories.csv", "page_sequence,4.1", "page_sequence,4.9", "categories.csv, line 2: unknown clause '4.9'."),
        ("categories.csv", ",no,pd:Brow", ",maybe,pd:Brow",
         "categories.csv, line 2: sensitive 'maybe' is neither of the two"),
        ("categories.csv", "Cihaz məlumatları", "", "categories.csv, line 3: az is empty. Fill it in."),
        ("purposes.csv", "5.7,5.7", "5.7,5.9", "purposes.csv, line 13: unknown consent_scope '5.9'."),
        ("purposes.csv", "5.7,5.7", "5.11,5.7", "purposes.csv, line 13: unknown purpose '5.11'."),
        ("purposes_languages.csv", "5.10,", "5.9,", "purposes_languages.csv, line 16: 5.9 stands in line 15 already."),
        ("targets.csv", "implied_share", "implied",
         "targets.csv, line 3: no figure is called 'implied'. Did you mean implied_share?"),
        ("targets.csv", "0.95", "95%", "targets.csv, line 2: target '95%' is not a number."),
        ("findings.csv", "F3,8.1,text", "F3,8.7,text", "findings.csv, line 4: unknown clauses '8.7'."),
        ("findings.csv", "F6,3.1,person", "F6,3.1,text",
         "findings.csv, line 7: F6 cannot be found by reading the text."),
        ("findings.csv", "3895a516", "xx95a516", "findings.csv, line 2: text_sha256"),
        ("clauses.csv", "\n5.8,", "\n5.18,", "clauses.csv, line 36: unknown clause '5.18'."),
        ("policy_az.txt", "9.1.Məx", "9.1.Sual\n9.2. Məx", "clauses.csv: paragraph 9.2 of policy_az.txt has no line."),
        ("not_personal.csv", "table,column,why", "table;column;why",
         "not_personal.csv, line 1: the columns are separated by semicolons."),
        ("not_personal.csv", "users,role,kind", 'users,role,"kind', "not_personal.csv, line"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_file_line_and_fix(
    name: str, old: str, new: str, message: str, change: Change
) -> None:
    with pytest.raises(PolicyError) as refused:
        policy.load(change(name, old, new))
    assert str(refused.value).startswith(message)
    assert refused.value.fix


@pytest.mark.parametrize("name", ["deadlines.csv", "policy_az.txt"])
def test_a_missing_or_unreadable_file_is_named(name: str, change: Change) -> None:
    folder = change("targets.csv", "0.95", "0.95")
    (folder / name).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PolicyError, match=f"{name} is not UTF-8 text"):
        policy.load(folder)
    (folder / name).unlink()
    with pytest.raises(PolicyError, match=f"{name} cannot be read"):
        policy.load(folder)


def test_a_text_without_numbers_is_refused(change: Change) -> None:
    folder = change("targets.csv", "0.95", "0.95")
    (folder / "policy_az.txt").write_text("", encoding="utf-8")
    with pytest.raises(PolicyError, match="no numbered paragraph"):
        policy.load(folder)


def test_a_file_that_a_spreadsheet_saved_is_read(change: Change) -> None:
    folder = change("targets.csv", "0.95", " 0.95 ")
    content = (folder / "targets.csv").read_bytes()
    (folder / "targets.csv").write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n") + b",,\r\n\r\n")
    assert policy.load(folder).targets[0].target == 0.95


def test_targets_cover_every_figure_of_the_overview() -> None:
    assert [row.figure for row in POLICY.targets] == list(rows.FIGURES)


def test_translations_keep_the_order_of_the_text() -> None:
    lines = list(csv.DictReader((policy.FOLDER / "clauses.csv").read_text(encoding="utf-8").splitlines()))
    assert [line["clause"] for line in lines] == list(POLICY.text.numbers)
