"""What databases say differently: whether a cell is empty, what time it holds, which day that is in Baku."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from loaders.sources import SourceColumn

NEVER_TEXT = re.compile(
    r"(big|small|tiny|medium)?int|bool|numeric|decimal|real|double|float|date|time|uuid|bytea|blob|json|inet|cidr|.*\[\]$"
)
TEXT = re.compile(r".*(char|text|clob)|enum|set\b|string")
A_TIME = re.compile(r"(small)?date|time")
WITH_ZONE = ("timestamp with time zone", "timestamptz")

Expression = sa.ColumnElement[Any]


@dataclass(frozen=True)
class Dialect:
    """One kind of database, by SQLAlchemy's name for it."""

    name: str

    @property
    def is_postgresql(self) -> bool:
        return self.name == "postgresql"

    @property
    def is_sqlite(self) -> bool:
        return self.name == "sqlite"

    @property
    def is_mysql(self) -> bool:
        return self.name in ("mysql", "mariadb")

    def repeated(self) -> sa.Select[Any] | None:
        """The names of what only shows rows that a table holds already: views, and parts of a table."""
        if self.is_sqlite:
            master = sa.table("sqlite_master", sa.column("name"), sa.column("type"))
            return sa.select(master.c.name).where(master.c.type == text("view"))
        if self.is_postgresql:
            classes = sa.table(
                "pg_class",
                sa.column("oid", sa.Integer),
                sa.column("relname", sa.Text),
                sa.column("relkind", sa.Text),
                sa.column("relispartition", sa.Boolean),
            )
            shown = sa.or_(sa.cast(classes.c.relkind, sa.Text).in_([text("v"), text("m")]), classes.c.relispartition)
            return sa.select(sa.cast(classes.c.relname, sa.Text)).where(
                shown, sa.func.pg_table_is_visible(classes.c.oid)
            )
        if self.is_mysql:
            views = sa.table("views", sa.column("table_name"), sa.column("table_schema"), schema="information_schema")
            return sa.select(views.c.table_name).where(views.c.table_schema == sa.func.database())
        return None

    def there(self, cell: Expression, column: "SourceColumn") -> Expression:
        """Whether a cell is not empty: neither null nor ''."""
        kind = column.type.lower()
        if self.is_sqlite:  # any column may hold any kind of value
            return sa.and_(cell.is_not(None), cell != text(""))
        if self.is_postgresql and not NEVER_TEXT.match(kind):
            as_text = cell if kind in ("text", "character varying") else sa.cast(cell, sa.Text)
            return sa.and_(cell.is_not(None), as_text != text(""))
        if self.is_mysql and TEXT.match(kind):  # a comparison with '' would take blanks for nothing
            return sa.and_(cell.is_not(None), sa.func.length(cell) > 0)
        if not (self.is_postgresql or self.is_mysql) and TEXT.match(kind):
            return sa.and_(cell.is_not(None), cell != text(""))
        return cell.is_not(None)

    def true(self, cell: Expression, column: "SourceColumn") -> Expression:
        """Whether a yes-or-no cell says yes."""
        return cell.is_(sa.true()) if self.is_postgresql and column.type.lower().startswith("bool") else cell != 0

    def moment(self, cell: Expression, column: "SourceColumn") -> Expression:
        """The time in a cell of that column, so that it can be compared; null where there is none that has a day."""
        if self.is_sqlite:
            return self._hour_of_text(cell)
        if not A_TIME.match(column.type.lower()):
            return sa.null()
        if self.is_postgresql:  # which knows infinity, and years before the first
            first: Expression = sa.literal_column("timestamp '0001-01-02'")
            last: Expression = sa.literal_column("timestamp '9999-12-30'")
            return sa.case((cell.between(first, last), cell))
        if self.is_mysql:  # which knows a day 0
            return sa.case((cell >= text("0001-01-02"), cell))
        return cell

    def day(self, moment: Expression, column: "SourceColumn") -> Expression:
        """The day of a moment in Baku; where the database does not know the zone, the hour in UTC, as text."""
        kind = column.type.lower()
        if self.is_postgresql and A_TIME.match(kind):
            if kind not in WITH_ZONE:
                moment = sa.func.timezone(text("UTC"), sa.cast(moment, sa.DateTime))
            return sa.cast(sa.func.timezone(text("Asia/Baku"), moment), sa.Date)
        if self.is_mysql:
            return sa.func.date_format(moment, text("%Y-%m-%d %H"))
        return moment

    def _hour_of_text(self, cell: Expression) -> Expression:
        """The hour of a time that SQLite keeps as text: texts of different length or separator do not sort as times."""
        day, hour = sa.func.substr(cell, 1, 10), sa.func.substr(cell, 12, 2)
        rest, zone = sa.func.substr(cell, 20, 1), sa.func.substr(cell, -6)
        is_a_time = sa.and_(
            cell.op("glob")(text("[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9]:[0-5][0-9]*")),
            hour < text("24"),
            rest.in_([text(start) for start in ("", ".", "Z", "+", "-")]),
            sa.func.strftime(text("%Y-%m-%d"), day) == day,  # or 30 February would be a day in March
        )
        has_a_zone = zone.op("glob")(text("[+-][0-9][0-9]:[0-9][0-9]"))
        # without the fraction of a second, which strftime would round up
        in_utc = sa.func.strftime(text("%Y-%m-%d %H"), sa.func.substr(cell, 1, 19).concat(zone))
        as_written = day.concat(text(" ")).concat(hour)
        return sa.case((is_a_time, sa.case((has_a_zone, in_utc), else_=as_written)))


def text(value: str) -> Expression:
    """A text that goes as a parameter."""
    return sa.literal(value, sa.String)
