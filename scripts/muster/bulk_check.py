"""The rules of the seeds for what landed in bulk, at the cost of a few scans.

SQL finds the rows that could be wrong, and the rules of the seeds judge these alone. A value that
stands in a million rows is judged once, at the first of them; so is a row among all that look alike
to the rules. A fault's line is the row of its Parquet file, its column the column's number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from muster.bulk import Bulk, as_text, connected
from muster.cell_rules import PATTERNS
from muster.characters import VISIBLE, invisible
from muster.faults import Fault, shown
from muster.seed_files import project_relative
from muster.seed_schema import Column, Seed
from muster.seed_tables import Table
from muster.seeds import Record, canonical

TYPES = {
    "string": ("VARCHAR",),
    "integer": ("INTEGER", "BIGINT", "SMALLINT", "TINYINT"),
    "double": ("DOUBLE", "FLOAT", "INTEGER", "BIGINT"),
    "boolean": ("BOOLEAN",),
    "date": ("DATE",),
    "timestamp": ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"),
}
"""DuckDB's types of a Parquet column, by the type that the seed's YAML gives."""

LANDED = ("raw_articles", "raw_event_mentions")
"""Tables whose rows refer to each other: their ids are compared as sets, not listed as words."""

_LOOKS_ODD = (
    r"[^ \p{L}\p{M}\p{N}\p{P}\p{S}]"
    r"|[\x{34f}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180d}\x{2800}\x{3164}]"
    r"|[\x{fe00}-\x{fe0f}\x{ffa0}\x{fffd}\x{e0100}-\x{e01ef}]"
)
"""Characters that may be invisible: those that `characters` looks at more closely."""

_SPAN = (
    "{start} is null", "{end} is null", "{start} < 0", "{start} >= {end}",
    "article.text_length is null", "{end} > article.text_length",
)  # fmt: skip
_QUOTE = tuple(part.format(start="quote_start", end="quote_end") for part in _SPAN)

_SHAPES: Mapping[str, tuple[str, ...]] = {
    "raw_articles": ("text_sha256 is null", "landed.text_length is null", "landed.text_length < 1"),
    "raw_figure_mentions": (
        "measure", "unit", "relation", "kind", "period is null", "note is null",
        "value_low is null", "value_low < 0", "value_low = 1",
        "value_high is null", "value_high < 0", "value_high = 1", "value_low > value_high",
        *(part.format(start="value_start", end="value_end") for part in _SPAN), *_QUOTE,
        "value_start < quote_start", "value_end > quote_end",
    ),
    "raw_event_mentions": _QUOTE,
    "raw_statement_mentions": ("topic", "value", *_QUOTE),
    "raw_actor_mentions": tuple(
        part.format(start="span_start", end="span_end") for part in _SPAN
    ),
}  # fmt: skip
"""What the rules of whole rows (``row_rules``) look at: rows that agree in it are equally right."""


@dataclass(frozen=True)
class BulkTable:
    """What landed in bulk in one table, and the rows of it that somebody has to look at."""

    seed: Seed
    bulk: Bulk

    def form_faults(self) -> Iterator[Fault]:
        """Yield what keeps a file from being read: no Parquet, other columns, other types."""
        import duckdb

        for path in self.bulk.files[self.seed.name]:
            file = project_relative(path, self.bulk.root)
            with connected() as connection:
                try:
                    described = connection.execute(
                        "select column_name, column_type from (describe from read_parquet(?))",
                        [str(path)],
                    ).fetchall()
                except duckdb.Error as error:
                    found = shown(str(error).split("\n", maxsplit=1)[0])
                    yield Fault(file, 1, 1, "", found, "a Parquet file")
                    continue
            types = dict(described)
            if set(types) != set(self.seed.header):
                expected = f"the columns of its YAML: {', '.join(self.seed.header)}"
                yield Fault(file, 1, 1, "", shown(list(types), limit=300), expected)
                continue
            for position, column in enumerate(self.seed.columns, start=1):
                if types[column.name] not in TYPES[column.type]:
                    found = f"the type {types[column.name]}"
                    yield Fault(file, 1, position, column.name, found, f"the type {column.type}")

    def suspects(self, decided: set[str]) -> list[Table]:
        """Return the rows that could be wrong, as a table a file: all others are right.

        Args:
            decided: ids of mentions on which reviewers decided; they are looked at in any case.
        """
        landed = self.bulk.rows(self.seed.name)
        places = [
            f"select min((file, row)) as place from {landed} where {suspect} group by {column.name}"
            for column in self.seed.columns
            if (suspect := _suspect(column))
        ]
        if shape := _SHAPES.get(self.seed.name):
            places.append(
                f"select min((file, row)) as place from {landed} as landed "
                f"left join ({self._text_lengths()}) as article using (article_id) "
                f"group by {', '.join(shape)}"
            )
        with connected() as connection:
            if "mention_id" in self.seed.header and decided:
                connection.execute(
                    "create table decided as select unnest(?) as mention_id", [sorted(decided)]
                )
                places.append(
                    f"select (file, row) as place from {landed} "
                    "semi join decided using (mention_id)"
                )
            found = connection.execute(
                f"select file, row, {', '.join(self.seed.header)} from {landed} as landed "
                f"semi join ({' union all '.join(places)}) as places "
                "on (landed.file, landed.row) = places.place order by file, row"
            ).fetchall()
        tables: dict[str, Table] = {}
        for file, row, *values in found:
            table = tables.setdefault(file, Table(self.seed, self._name(file), is_readable=True))
            fields = tuple(as_text(value) for value in values)
            starts = tuple(range(1, len(fields) + 1))
            record = Record(row, "", fields, starts)
            table.rows.append((record, dict(zip(self.seed.header, fields, strict=True))))
        return list(tables.values())

    def set_faults(self, seeds: Mapping[str, Table]) -> Iterator[Fault]:
        """Yield what no row shows alone: keys that stand twice, and references to nothing."""
        key = ", ".join(self.seed.key)
        with connected() as connection:
            rows = f"select {key}, file, row from {self.bulk.rows(self.seed.name)}"
            own = [[row[name] for name in self.seed.key] for _, row in seeds[self.seed.name].rows]
            _load(connection, "own", self.seed.key, own)
            again = connection.execute(
                f"with every_row as ({rows} "
                "union all by name select *, '' as file, 0 as row from own) "
                f"select {key}, max((file, row)) as place from every_row "
                "group by all having count(*) > 1 order by place"
            ).fetchall()
            for *values, place in again:
                expected = f"each {key} once, in the seed and the Parquet files together"
                yield self._at(place, self.seed.key[0], f"{shown(values)} again", expected)
            for column in self.seed.columns:
                if not column.references or column.references[0] not in LANDED:
                    continue
                table, target = column.references
                known = [[row[target]] for _, row in seeds[table].rows]
                _load(connection, "known", (target,), known)
                landed = f"union all select {target} from {self.bulk.rows(table)}"
                missing = connection.execute(
                    f"select {column.name}, min((file, row)) as place "
                    f"from {self.bulk.rows(self.seed.name)} as landed "
                    f"anti join (from known {landed if table in self.bulk.files else ''}) as known "
                    f"on landed.{column.name} = known.{target} "
                    f"where {column.name} is not null group by 1 order by place"
                ).fetchall()
                for value, place in missing:
                    expected = f"a value that stands in the seed {table}, or landed in bulk"
                    yield self._at(place, column.name, shown(value), expected)

    def text_lengths(self, articles: set[str]) -> dict[str, str]:
        """Return the length of the text of each of these articles, as the seed would have it."""
        with connected() as connection:
            _load(connection, "wanted", ("article_id",), [[article] for article in articles])
            lengths = connection.execute(
                f"select article_id, text_length from ({self._text_lengths()}) "
                "semi join wanted using (article_id)"
            ).fetchall()
        return {article: as_text(length) for article, length in lengths}

    def _text_lengths(self) -> str:
        if "raw_articles" not in self.bulk.files:
            return "select null::varchar as article_id, null::integer as text_length where false"
        return f"select article_id, text_length from {self.bulk.rows('raw_articles')}"

    def _at(self, place: Mapping[str, Any] | tuple[str, int], field: str, *said: str) -> Fault:
        file, row = place.values() if isinstance(place, Mapping) else place
        return Fault(self._name(file), row, self.seed.header.index(field) + 1, field, *said)

    def _name(self, file: str) -> str:
        return file.removeprefix(f"{self.bulk.root.as_posix()}/")


def one_form_faults(table: Table) -> Iterator[Fault]:
    """Yield the fields of a table of suspects that are not in their one form."""
    for record, row in table.rows:
        for name, value in row.items():
            for _, found in invisible(value):
                yield table.at(record, name, found, VISIBLE)
            if value != canonical(value):
                expected = "a field in its one form: NFC, no blanks at its ends"
                yield table.at(record, name, shown(value), expected)


def _suspect(column: Column) -> str | None:
    """Say in SQL which values of a column the rules have to see; None for none."""
    name = column.name
    missing = f"{name} is null or " if column.required else ""
    match column.type:
        case "string":
            wrong = (
                f"{name} <> trim(nfc_normalize({name})) or regexp_matches({name}, '{_LOOKS_ODD}')"
                f" or {name} = ''"
            )
            if column.format in PATTERNS:
                pattern = PATTERNS[column.format][0].replace("'", "''")
                wrong += f" or not regexp_full_match({name}, '{pattern}')"
            elif column.format or (column.references and column.references[0] not in LANDED):
                wrong = f"{name} is not null"
        case "integer":
            wrong = f"{name} >= 2147483648 or {name} <= -2147483648"
        case "double":
            wrong = f"not isfinite({name}) or {name} <> cast(printf('%.15g', {name}) as double)"
        case "timestamp":
            wrong = f"{name} <> date_trunc('second', {name})"
        case _:
            wrong = "false"
    return f"({missing}{wrong})"


def _load(connection: Any, table: str, columns: tuple[str, ...], rows: list[list[str]]) -> None:
    """Put texts into a table of that name, in place of an older one."""
    named = ", ".join(f"{name} varchar" for name in columns)
    connection.execute(f"create or replace table {table} ({named})")
    parts = ", ".join(f"unnest(${name}) as {name}" for name in columns)
    if rows:
        values = dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))
        connection.execute(f"insert into {table} select {parts}", values)
