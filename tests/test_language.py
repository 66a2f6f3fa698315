"""Three languages: nothing is missing in any, and numbers, dates, letters and plurals are right in each."""

import ast
import json
import re
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from babel.messages.catalog import Message

import policy
from errors import SettingsError
from language import LANGUAGES, Language, catalogue, fold
from loaders.datasets import DATASETS
from policy import rows
from queries import header

ROOT = Path(__file__).parent.parent
CATALOGUES = {code: catalogue(code) for code in LANGUAGES}
AZ, EN, RU = (Language(code) for code in LANGUAGES)
# The same in every language: abbreviations and names.
UNTRANSLATED = re.compile(r"[\s\d.,:%/()–—-]*|SMS|GDPR|SQLite|PostgreSQL|MySQL|MariaDB|CSV|DPO|PDF")
# Words that Azerbaijani and English write alike.
ALIKE = {"auditor", "audit", "komendant", "median", "n = {n}"}
ALIKE_IN_TEXTS = {*ALIKE, "az", "demo", "on", "operator", "risk", "say"}
# Names, which no language translates; and what stands in a text without being a word of it.
NAMES = {
    *("az", "csv", "dpo", "dpv", "excel", "gdpr", "idarəedici", "iiiq", "ip", "iso", "javascript", "mariadb", "mysql"),
    *("pdf", "postgresql", "qonshu", "sha", "sms", "sql", "sqlite", "utc", "utf", "zip"),
}
NO_WORDS = re.compile(r"{\w+}|`[^`]*`|\S+@\S+|\w+\.(?:csv|toml|txt)\b|Data Privacy Vocabulary|Qonshu app")
TABLES = re.compile(rf"\b(?:{'|'.join(dataset.source for dataset in DATASETS)})\b")

QUERIES = sorted((ROOT / "queries").glob("*/*.sql"))
ANSWERS = [file for file in QUERIES if file.parent.name != "controls" or file.stem in header.RESERVED]
OF_A_CONTROL = ("ref", "subject", "occurred_on", "detail", "violated_since")


def messages(code: str) -> Iterator[Message]:
    return (message for message in CATALOGUES[code] if message.id)


def keys(code: str) -> dict[tuple[str, str], Message]:
    return {(message.context or "", forms(message.id)[0]): message for message in messages(code)}


def forms(said: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_catalogues_hold_the_same_words() -> None:
    assert keys("az").keys() == keys("ru").keys()
    with_context = {key for key, message in keys("az").items() if message.context or message.pluralizable}
    assert {key for key, message in keys("en").items() if message.context or message.pluralizable} == with_context


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_word_is_empty_or_doubtful(code: str) -> None:
    for message in messages(code):
        said = forms(message.string)
        assert len(said) == (CATALOGUES[code].num_plurals if message.pluralizable else 1), message.id
        assert all(text.strip() == text and text for text in said), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("code", LANGUAGES)
def test_values_stand_in_every_translation(code: str) -> None:
    for message in messages(code):
        if message.context and message.context != "said":
            continue
        for said in forms(message.string):
            assert placeholders(said) == placeholders(forms(message.id)[-1]), message.id


def alike(said: str) -> bool:
    return said in ALIKE or UNTRANSLATED.fullmatch(re.sub(r"{\w+}", "", said)) is not None


def test_no_word_is_left_in_another_language() -> None:
    for key, message in keys("ru").items():
        for said in forms(message.string):
            assert re.search("[а-яё]", said, re.IGNORECASE) or alike(said), f"ru.po: {key}"
    english = keys("en")
    for key, message in keys("az").items():
        said = forms(message.string)[0]
        assert not re.search("[а-яё]", said, re.IGNORECASE), f"az.po: {key}"
        other = forms(english[key].string)[0] if key in english else key[1]
        assert said != other or alike(said), f"az.po: {key}"


def texts(code: str) -> Iterator[tuple[str, str]]:
    """Every text that a reader of this language meets: the program's, the queries' and those of the policy's data."""
    for key, message in keys(code).items():
        yield from ((f"{code}.po: {key}", said) for said in forms(message.string))
    for file in QUERIES:
        said, where = header.read(file)[0], f"{file.parent.name}.{file.stem}"
        figure = [said.figure.get(f"{key}.{code}") or said.figure.get(key, "") for key in ("numerator", "denominator")]
        left_out = said.figure.get(f"exclusions.{code}") or said.figure.get("exclusions", "")
        sources = TABLES.sub("", said.figure.get(f"sources.{code}") or said.figure.get("sources", ""))
        basis = Language(code).said(said.basis)
        yield from ((where, text) for text in (said.title[code], said.about[code], *figure, left_out, sources, basis))
    known = policy.load()
    if code != "en":
        yield from (("purposes_languages.csv", getattr(row, code)) for row in known.purpose_words.values())
    yield from (("categories.csv", getattr(row, code)) for row in known.categories)
    yield from (("clauses.csv", getattr(row, f"title_{code}")) for row in known.clauses)
    yield from (("findings.csv", getattr(row, f"reason_{code}")) for row in known.findings)
    if code != "az":  # the Azerbaijani text of a clause is the policy's own
        yield from (("clauses.csv", getattr(row, code)) for row in known.clauses)


def words_of(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]\w+", NO_WORDS.sub(" ", text))} - NAMES


def test_no_russian_text_holds_a_word_in_latin_letters() -> None:
    for where, text in texts("ru"):
        assert not (found := {word for word in words_of(text) if re.search("[a-z]", word)}), f"{where}: {found}"


def test_no_azerbaijani_text_holds_an_english_word_or_a_code() -> None:
    codes = {msgid for context, msgid in keys("az") if context}
    english = codes.union(*(words_of(text) for _, text in texts("en")), *(words_of(text) for _, text in keys("az")))
    for where, text in texts("az"):
        assert not (found := words_of(text) & english - ALIKE_IN_TEXTS), f"{where}: {found}"


def literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence that the program says by `.text("…")` or `.plural("…", "…", n)`, and where."""
    folders = ("ui", "server", "pages", "evidence")
    for file in [*ROOT.glob("*.py"), *(file for folder in folders for file in (ROOT / folder).rglob("*.py"))]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                said = {"text": node.args[:1], "plural": node.args[:2]}.get(node.func.attr, [])
                for argument in said:
                    for sentence in literals(argument):
                        yield f"{file.relative_to(ROOT)}:{node.lineno}", sentence


def test_every_sentence_of_the_code_is_in_the_catalogues() -> None:
    known = {said for key, message in keys("az").items() if not key[0] for said in forms(message.id)}
    missing = {f"{where}: {sentence}" for where, sentence in sentences() if sentence and sentence not in known}
    assert not missing, "Add to az.po and ru.po:\n" + "\n".join(sorted(missing))


ALONE = re.compile(r"(?<!\|\| )'([a-z][^'\n]* [^'\n]*)'(?!\s*\|\|)")
PARTS = {"no purpose", "on time"}  # of a longer sentence


@pytest.mark.parametrize("code", ["az", "ru"])
def test_what_a_query_says_in_a_sentence_is_said_in_every_language(code: str) -> None:
    said = {
        (file.stem, sentence)
        for file in QUERIES
        for sentence in ALONE.findall(re.sub(r"--.*", "", file.read_text(encoding="utf-8")))
    }
    assert ("case", "day 0 itself is a working day") in said
    assert not {(stem, each) for stem, each in said if each not in PARTS and Language(code).said(each) == each}


def test_a_purpose_that_is_none_is_said_as_it_stands() -> None:
    assert Language("ru").said("phone for 5.1 ", lambda kind, code: f"<{kind} {code}>") == (
        "<category phone>, цель: <purpose 5.1 >"
    )


def columns_of(file: Path) -> list[str]:
    """The names of an answer's columns, as DuckDB reads the SELECT."""
    sql = "\n".join(line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("-- "))
    said = duckdb.execute("select json_serialize_sql(?)", [sql.strip().rstrip(";")]).fetchone()
    parsed = json.loads(said[0])
    assert not parsed["error"], f"{file.name}: {parsed.get('error_message')}"
    node = parsed["statements"][0]["node"]
    while node["type"] == "SET_OPERATION_NODE":
        node = node["left"] if "left" in node else node["children"][0]
    return [column["alias"] or column["column_names"][-1] for column in node["select_list"]]


@pytest.mark.parametrize("file", ANSWERS, ids=lambda file: f"{file.parent.name}.{file.stem}")
def test_every_column_of_an_answer_has_a_label_and_a_meaning(file: Path) -> None:
    topic = file.parent.name
    for column in columns_of(file):
        for language in (AZ, EN, RU):
            assert language.column(column, topic) != column or column in EN.column(column, topic), column
            assert language.meaning(column, topic), f"{column} in {language.code_of_language}"


def test_every_column_of_a_control_has_a_label() -> None:
    assert all(language.meaning(column) for column in (*OF_A_CONTROL, "hidden") for language in (AZ, EN, RU))


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: f"{file.parent.name}.{file.stem}")
def test_every_topic_and_grain_has_its_words(file: Path) -> None:
    grain = header.read(file)[0].grain
    assert ("topic", file.parent.name) in keys("az")
    assert ("grain", grain) in keys("az"), f"Add the grain {grain!r}"


# The closed lists of the operational database and of the measures, by the kind they are looked up under.
CODES = {
    "account_status": "active closed erased",
    "bucket": "overdue_over_30 overdue_15_30 overdue_8_14 overdue_1_7 due_today left_1_2 left_3_7 left_over_7",
    "change_kind": "material minor",
    "channel": "email app paper phone sms",
    "check": " ".join(file.stem for file in (ROOT / "loaders" / "checks").glob("*.sql")),
    "clock_starts": " ".join(sorted(set(rows.CLOCKS.values()))),
    "column_status": "declared declared_but_absent register key time not_personal undeclared",
    "confidence": "confirmed secondary single_source assumption computed estimated",
    "consent_actor": "self on_behalf",
    "control_status": "met not_met not_measurable needs_a_person",
    "dataset": "users profiles policy_versions consent_events access_log contact_messages disclosures requests "
    "request_events holds incidents",
    "day_status": "official computed estimated operator_override",
    "decision": "fulfilled partly_fulfilled refused withdrawn duplicate unidentifiable",
    "direction": "up_is_good down_is_good",
    "field": "version known_version method actor email post phone",
    "event": "received rule no_rule counted skipped status registered identity_verified reopened first_response "
    "extension_notified refusal_notified closed recipients_notified first_due due late as_of",
    "figure": " ".join(rows.FIGURES),
    "figure_about": " ".join(rows.FIGURES),
    "finding_status": "found not_found needs_a_person review_again",
    "ground": "law suspicion contract consent",
    "hold_ground": "tax_records claim investigation other_law",
    "incident_kind": "confidentiality integrity availability",
    "legal_basis": "consent contract law vital_interest",
    "level": "fail warn section clause heading",
    "message_kind": "service notice promotional",
    "method": "checkbox toggle esignature paper support continued_use",
    "mode": "full incremental",
    "obligation": " ".join(rows.CLOCKS),
    "operation": "collect alter consult disclose combine erase export",
    "outcome": "allowed denied",
    "purpose": "policy 3.3.email 3.3.sms 3.3.phone",
    "recipient_type": "state_body law_enforcement processor partner other",
    "regime": "az gdpr",
    "request_status": "received identity_pending in_progress waiting_third_party on_hold extended fulfilled "
    "partly_fulfilled refused withdrawn duplicate failed",
    "request_type": " ".join((*rows.REQUEST_TYPES, "refused", "incident", "break_glass", "*")),
    "role": "resident komendant partner staff service",
    "severity": "low medium high critical",
    "state": "explicit implied outdated refused withdrawn pending given requested",
    "unit": "day working_day month hour",
    "urgency": "overdue due_soon on_track not_measurable",
    "verified": "not_checkable residual kept_on_hold clean",
    "viewer": "management dpo auditor",
}


@pytest.mark.parametrize("kind", CODES)
def test_every_code_of_a_closed_list_has_its_word(kind: str) -> None:
    for code in CODES[kind].split():
        assert (kind, code) in keys("az"), f"{kind} {code}"


def test_words_that_data_brings_stay_as_they_are() -> None:
    assert AZ.code("role", "guest") == "guest"
    assert AZ.code("no_such_kind", "overdue") == "overdue"


def test_codes_of_several_words() -> None:
    assert EN.code("confidence", "secondary, estimated") == "secondary sources, calendar estimated"
    assert EN.code("confidence", "assumption computed estimated").count(",") == 2
    assert RU.code("rule", "not_a_time:closed_at") == "не читается как время: closed_at"


@pytest.mark.parametrize(
    ("said", "russian"),
    [
        ("day 0; erasure, by email", "нулевой день; удаление, канал: электронная почта"),
        ("not a working day: Eid al-Fitr; Spring Festival (computed)",
         "нерабочий день: Рамазан байрам; Новруз байрам (рассчитано)"),
        ("working day 3 of 14 (2 of the extension): working day moved here by Cabinet decree",
         "рабочий день 3 из 14 (день 2 продления): рабочий день (перенесён решением Кабинета министров)"),
        ("not a working day: Day off (substituted from 12/30/2023)",
         "нерабочий день: выходной день (перенесён с 30 дек. 2023\N{NARROW NO-BREAK SPACE}г.)"),
        ("Law 998-IIIQ Art. 12; secondary, estimated",
         "Закон № 998-IIIQ, ст. 12; вторичные источники, календарь ориентировочный"),
        ("open, overdue, working days left: -3", "открыто, просрочено, осталось рабочих дней: -3"),
        ("consult of fin, people: 1200", "просмотр: ФИН, лиц: 1\N{NO-BREAK SPACE}200"),
        ("promotional, no consent to 3.3.sms 5.7", "рекламное, нет согласия: Связь по SMS; 5.7"),
        ("in_progress", "в работе"),
        ("message of that day: 1041, by sms", "сообщение того дня: № 1041, SMS"),
        ("high, confidentiality", "высокая, нарушение конфиденциальности"),
        ("fulfilled, as the handler wrote", "удовлетворено, as the handler wrote"),
        ("user_profiles.flat_number", "user_profiles.flat_number"),
        ("", ""),
    ],
)  # fmt: skip
def test_sentences_of_answers(said: str, russian: str) -> None:
    names = {"fin": "ФИН"}
    assert RU.said(said, lambda kind, code: names.get(str(code)) or RU.code(kind, code)) == russian


def test_articles_and_grounds_of_the_policy_are_said_in_every_language() -> None:
    known = policy.load()
    for text in {row.article for row in known.deadlines} | {row.ground for row in known.retention}:
        assert AZ.said(text) != text, text
        assert re.search("[а-я]", RU.said(text)), text


def test_reasons_of_the_calendar_are_said_in_every_language() -> None:
    for row in policy.load().calendar:
        assert re.search("[а-я]", RU.said(row.reason_en)), row.reason_en
        assert not re.search("day|Eid|Festival|estimated|observed", AZ.said(row.reason_en)), row.reason_en


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(SettingsError, match="Known: az, en, ru"):
        Language("de")


def test_the_default_is_azerbaijani() -> None:
    assert Language() == AZ


def test_a_sentence_that_is_in_no_catalogue_is_said_in_english() -> None:
    assert AZ.text("Nobody wrote {this}.", this=1) == "Nobody wrote 1."
    assert AZ.text("") == ""


NBSP = "\N{NO-BREAK SPACE}"


def test_numbers() -> None:
    assert [language.number(1234567.891, 2) for language in (AZ, EN, RU)] == [
        "1.234.567,89",
        "1,234,567.89",
        f"1{NBSP}234{NBSP}567,89",
    ]
    assert [language.number(-0.5, 1) for language in (AZ, EN, RU)] == ["-0,5", "-0.5", "-0,5"]
    assert EN.number(9_007_199_254_740_993) == "9,007,199,254,740,993"


def test_a_share_never_looks_whole_or_none_when_it_is_not() -> None:
    assert [EN.percent(share) for share in (0, 0.00001, 0.4567, 0.99999, 1)] == [
        "0.0%", "0.1%", "45.7%", "99.9%", "100.0%",
    ]  # fmt: skip
    assert (AZ.percent(0.4567), RU.percent(0.4567), EN.percent(0.999, 0)) == ("45,7%", f"45,7{NBSP}%", "99%")


def test_days_and_times_are_those_of_baku() -> None:
    assert [language.date(date(2026, 11, 3)) for language in (AZ, EN, RU)] == [
        "3 noy 2026",
        "3 Nov 2026",
        "3 нояб. 2026\N{NARROW NO-BREAK SPACE}г.",
    ]
    assert EN.time(datetime(2026, 11, 2, 20, 5)) == "3 Nov 2026, 00:05"
    assert EN.time(datetime(2026, 11, 2, 20, 5, tzinfo=UTC)) == "3 Nov 2026, 00:05"
    assert [language.exact_time(datetime(2026, 11, 2, 20, 5, 7)) for language in (AZ, EN)] == [
        "3 noy 2026, 00:05:07",
        "3 Nov 2026, 00:05:07",
    ]
    assert EN.exact_time(datetime(2026, 11, 2, 19, 59, 59, 999999)) == "2 Nov 2026, 23:59:59"
    assert EN.time(datetime(2026, 11, 2, 19, 59, 59, 999999)) == "2 Nov 2026, 23:59"
    assert [language.month("2026-03") for language in (AZ, EN, RU)] == ["mart 2026", "March 2026", "март 2026"]
    assert [language.weekday(1) for language in (AZ, EN, RU)] == ["bazar ertəsi", "Monday", "понедельник"]
    assert EN.code("weekday", 7) == "Sunday"


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 обращение"), (2, "2 обращения"), (5, "5 обращений"), (11, "11 обращений"),
                         (21, "21 обращение"), (1002, f"1{NBSP}002 обращения")]
)  # fmt: skip
def test_plurals(number: int, said: str) -> None:
    assert RU.plural("{number} request", "{number} requests", number) == said


def test_plurals_of_the_other_languages() -> None:
    assert [AZ.plural("{number} request", "{number} requests", number) for number in (1, 5)] == [
        "1 müraciət",
        "5 müraciət",
    ]
    assert [EN.plural("{number} request", "{number} requests", number) for number in (1, 5)] == [
        "1 request",
        "5 requests",
    ]


def test_azerbaijani_order() -> None:
    names = (
        "Cavid Çinar Elçin Əli Xəzər Hikmət Ilqım İlqar Jalə Kamal Qədir Lalə Səid Şahin Vüqar Yaşar Zaur Ülkər Ömər"
    )
    expected = (
        "Cavid Çinar Elçin Əli Hikmət Xəzər Ilqım İlqar Jalə Kamal Qədir Lalə Ömər Səid Şahin Ülkər Vüqar Yaşar Zaur"
    )
    assert sorted(names.split(), key=AZ.sort_key) == expected.split()
    assert sorted(["ель", "ёж", "жук", "Ева"], key=RU.sort_key) == ["Ева", "ель", "ёж", "жук"]
    assert sorted(["b 2", "a", "b 1"], key=EN.sort_key) == ["a", "b 1", "b 2"]


def test_letters_of_azerbaijani() -> None:
    assert AZ.lower("İRADƏ ILHAM") == "iradə ılham"
    assert EN.lower("ISTANBUL İ") == "istanbul i"


@pytest.mark.parametrize(
    ("typed", "written"),
    [("irade", "İRADƏ"), ("ilham", "Ilham"), ("ILHAM", "ılham"), ("isiq", "İŞIQ"), ("gulnar", "Gülnar"),
     ("omer", "Ömər"), ("cingiz", "Çingiz"), ("yagis", "YAĞIŞ"), ("еж", "Ёж")],
)  # fmt: skip
def test_a_search_finds_what_is_typed_without_the_letters(typed: str, written: str) -> None:
    assert fold(typed) == fold(written)


@pytest.mark.parametrize("language", [AZ, EN, RU], ids=LANGUAGES)
def test_the_glossary_is_whole_and_in_order(language: Language) -> None:
    terms = language.terms()
    assert len(terms) >= 90
    assert all(term.word and term.meaning.endswith((".", ")")) for term in terms)
    assert [language.sort_key(term.word) for term in terms] == sorted(language.sort_key(term.word) for term in terms)


def test_each_term_has_a_word_in_every_language() -> None:
    terms = {msgid for context, msgid in keys("az") if context == "term"}
    assert terms == {msgid for context, msgid in keys("en") if context == "term meaning"}


def test_purposes_of_the_policy_are_named_by_the_policy() -> None:
    named = {row.purpose for row in policy.load().purposes}
    assert not {msgid for context, msgid in keys("az") if context == "purpose"} & named
