"""Settings: the environment says where things are, settings.toml says how the product behaves."""

import os
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from errors import SettingsError

ROOT = Path(__file__).parent
FILE = ROOT / "settings.toml"
DEMO = ROOT / "var" / "demo"
ENVIRONMENT = ("source_url", "warehouse", "vault", "journal_url")


class Settings(BaseSettings):
    """Everything that can be set. Without `SOURCE_URL` the demo database is read, in folders of its own."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    source_url: SecretStr | None = None
    warehouse: Path = Path()
    vault: Path = Path()
    journal_url: SecretStr = SecretStr("")

    regime: Literal["az", "gdpr"]
    due_soon_working_days: Annotated[int, Field(ge=0, le=60)]
    bulk_access_subjects: Annotated[int, Field(ge=1)]
    stale_after_hours: Annotated[int, Field(ge=1)]
    keep_snapshots: Annotated[int, Field(ge=2)]
    memory_limit: Annotated[str, Field(pattern=r"^\d+(\.\d+)? ?[KMGT]i?B$")]
    query_seconds: Annotated[float, Field(gt=0)]
    language: Literal["az", "en", "ru"]

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """`load` alone decides what comes from where, so that one precedence holds."""
        return (init_settings,)

    @property
    def demo(self) -> bool:
        """Whether invented people are shown."""
        return self.source_url is None

    @property
    def url(self) -> str:
        """The operational database as a SQLAlchemy URL. May hold a password: never print it."""
        return self.source_url.get_secret_value() if self.source_url else f"sqlite:///{DEMO / 'operational.sqlite'}"


def load() -> Settings:
    """The settings in force.

    Raises SettingsError for a missing or unreadable file, an unknown key or a wrong value.
    """
    path = Path(os.environ.get("SETTINGS") or FILE)
    environment = {key: value for key in ENVIRONMENT if (value := os.environ.get(key.upper()))}
    return _checked(path, _read(path), tuple(environment.items()))


@lru_cache(maxsize=8)  # the dashboard asks with every page
def _checked(path: Path, text: str, environment: tuple[tuple[str, str], ...]) -> Settings:
    values = _parsed(path, text)
    if secret := sorted(values.keys() & set(ENVIRONMENT)):
        raise SettingsError(f"{path.name}: {secret[0]} does not belong there.", fix="Set it in the environment.")
    values |= dict(environment)
    home = DEMO if "source_url" not in values else ROOT / "var"
    values.setdefault("warehouse", home / "warehouse")
    values.setdefault("vault", home / "vault")
    values.setdefault("journal_url", f"sqlite:///{home / 'journal.sqlite'}")
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_explain(path, error), fix=f"Known settings: {', '.join(_known())}.") from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError(f"There is no settings file {path}.", fix="Name one with SETTINGS.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} cannot be read: {error}.", fix="Correct the file.") from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path.name} cannot be read: {error}.", fix="Correct the file.") from error


def _known() -> list[str]:
    return sorted(Settings.model_fields.keys() - set(ENVIRONMENT))


def _explain(path: Path, error: ValidationError) -> str:
    """Name the key and what is wrong with it; never the value, which may be a secret."""
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    place = "The environment" if key in ENVIRONMENT else path.name
    what = {"extra_forbidden": "is not a setting", "missing": "is missing"}.get(first["type"], first["msg"])
    return f"{place}: {key} {what}."
