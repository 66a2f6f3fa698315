"""Every error this project raises on purpose.

DashboardError
├── SettingsError      a setting is missing, unknown or wrong
├── PolicyError        a file in policy/ is wrong
├── SourceError        the operational database cannot be read as declared
├── VaultError         the vault is missing, broken or belongs to another source
├── LoadRefused        a load stopped; the snapshot before still serves
│   └── AnotherLoadRuns
├── SnapshotError      a snapshot is cut, corrupted or of another version
│   └── NoSnapshot
├── QueryError         no such query, a wrong header or filter
│   ├── NotPermitted
│   └── TookTooLong
└── ExportError        a file could not be made
"""


class DashboardError(Exception):
    """What is wrong, in `message`, and what to do about it, in `fix`; neither holds personal data."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(f"{message} {fix}".strip())
        self.message = message
        self.fix = fix


class SettingsError(DashboardError):
    """A setting is missing, unknown or wrong."""


class PolicyError(DashboardError):
    """A file in policy/ is wrong."""


class SourceError(DashboardError):
    """The operational database cannot be reached, or read as declared."""


class VaultError(DashboardError):
    """The vault is missing, broken or belongs to another source."""


class LoadRefused(DashboardError):
    """A load stopped before it published anything."""


class AnotherLoadRuns(LoadRefused):
    """Only one load runs at a time."""


class SnapshotError(DashboardError):
    """A snapshot is cut, corrupted or of another version."""


class NoSnapshot(SnapshotError):
    """Nothing has been loaded yet."""


class QueryError(DashboardError):
    """No such query, a wrong header, or a wrong filter."""


class NotPermitted(QueryError):
    """The role may not ask this query."""


class TookTooLong(QueryError):
    """The question ran past its time limit and was stopped."""


class ExportError(DashboardError):
    """A file could not be made."""
