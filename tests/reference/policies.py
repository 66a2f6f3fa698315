"""Other policies than the shipped one: rules that changed on a day, other periods, other days off, other settings."""

import csv
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from random import Random

from tests.reference import policy
from tests.reference.policy import Policy

SETTINGS = Path(policy.FOLDER).parent / "settings.toml"


@dataclass(frozen=True)
class Declared:
    """A folder of policy files and, where it is another than the project's, a settings file."""

    folder: Path
    settings: Path | None = None
    changed: tuple[tuple[str, str | int], ...] = ()

    @cached_property
    def policy(self) -> Policy:
        """What the reference reads there."""
        found = policy.read(self.folder)
        found.settings.update(self.changed)
        return found


SHIPPED = Declared(policy.FOLDER)


def vary(random: Random, folder: Path) -> Declared:
    """A changed copy of the project's policy and settings in that folder."""
    target = folder / "policy"
    shutil.copytree(policy.FOLDER, target, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    _deadlines(random, target / "deadlines.csv")
    _calendar(random, target / "calendar_az.csv")
    _retention(random, target / "retention.csv")
    _categories(random, target / "categories.csv")
    changed = (
        ("regime", random.choice(("az", "gdpr"))),
        ("due_soon_working_days", random.choice((0, 2, 5))),
        ("bulk_access_subjects", random.choice((1, 4, 5, 1000))),
    )
    return with_settings(folder, changed, target)


def with_settings(folder: Path, changed: tuple[tuple[str, str | int], ...], policies: Path = policy.FOLDER) -> Declared:
    """That policy, under settings changed in a file in that folder."""
    settings = folder / "settings.toml"
    lines = SETTINGS.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.split(" ")[0] not in dict(changed)]
    own = [f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}" for name, value in changed]
    settings.write_text("\n".join([*own, *kept]) + "\n", encoding="utf-8")
    return Declared(policies, settings, changed)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _deadlines(random: Random, path: Path) -> None:
    """A new law on a day: requests received before keep the old rule."""
    rows = policy.table(path)
    kinds = ("access", "information", "correction", "erasure", "withdrawal", "restriction", "complaint")
    asked = {
        "answer": kinds,
        "refusal_notice": ("refused",),
        "recipients_notice": ("erasure", "correction", "restriction"),
        "registration": ("access", "erasure", "complaint"),
        "incident_containment": ("incident",),
        "emergency_review": ("break_glass",),
    }
    for obligation, known in asked.items():
        for regime in ("az", "gdpr"):
            likeness = next(row for row in rows if (row["regime"], row["obligation"]) == (regime, obligation))
            for number, applies_to in enumerate(random.sample(known, random.randint(0, len(known)))):
                unit = (
                    "hour" if obligation == "incident_containment" else random.choice(("day", "working_day", "month"))
                )
                extension = random.choice((0, 0, 2, 5)) if obligation == "answer" else 0
                conditions = ("third_party_consulted", "notice_in_time", "third_party_consulted+notice_in_time")
                rows.append(
                    {
                        **likeness,
                        "applies_to": applies_to,
                        "limit": str(random.choice((0, 1, 2, 3) if unit == "month" else (0, 1, 4, 10, 71))),
                        "unit": unit,
                        "extension": str(extension),
                        "extension_condition": random.choice(conditions) if extension else "",
                        "article": f"New law {number}",
                        "confidence": random.choice(("confirmed", "secondary", "single_source", "assumption")),
                        "valid_from": (date(2024, 1, 1) + timedelta(days=random.randint(0, 1000))).isoformat(),
                    }
                )
    _write(path, rows)


def _calendar(random: Random, path: Path) -> None:
    """Days off and days at work that nobody expected, some of them estimated."""
    rows = {row["day"]: row for row in policy.table(path)}
    likeness = next(iter(rows.values()))
    for _ in range(80):
        day = date(2024, 1, 1) + timedelta(days=random.randint(0, 1200))
        rows[day.isoformat()] = {
            **likeness,
            "day": day.isoformat(),
            "weekday": day.strftime("%a"),
            "is_working": random.choice("01"),
            "status": random.choice(("official", "computed", "estimated", "operator_override")),
        }
    _write(path, [rows[day] for day in sorted(rows)])


def _retention(random: Random, path: Path) -> None:
    rows = [row for row in policy.table(path) if random.random() < 0.8]
    for row in rows:
        row["months"] = random.choice((row["months"], "1", "12", "13"))
    likeness = rows[0]
    rows.append({**likeness, "category": "preferences", "months": "1", "counted_from": "updated_at"})
    rows.append({**likeness, "category": "login_history", "months": "2", "counted_from": "last_login_at"})
    _write(path, rows)


def _categories(random: Random, path: Path) -> None:
    rows = policy.table(path)
    for row in rows:
        row["residue"] = random.choice(("yes", "yes", "no"))
    _write(path, rows)
