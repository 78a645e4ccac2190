"""What landed in bulk: Parquet files beside the seeds, ``store/landing/<table>/*.parquet``.

They have the columns of their landing seed and stand in no order. Staging reads both
(``macros/landed.sql``); this is how Python does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from muster.seed_schema import Seed
from muster.seeds import Row

if TYPE_CHECKING:
    import duckdb

FOLDER = Path("store") / "landing"
"""Where the folders of the tables are, from the project's folder."""


@dataclass(frozen=True)
class Bulk:
    """The Parquet files by landing table; a table without files is not among them."""

    root: Path
    files: Mapping[str, tuple[Path, ...]]

    @classmethod
    def of(cls, root: Path) -> Bulk:
        """Look what has landed in bulk in the project at ``root``."""
        found = {
            folder.name: tuple(sorted(folder.glob("*.parquet")))
            for folder in sorted((root / FOLDER).glob("*"))
        }
        return cls(root, {table: files for table, files in found.items() if files})

    def rows(self, table: str) -> str:
        """Return the rows of a table as something to select from, with ``file`` and ``row``."""
        paths = [str(file).replace("'", "''") for file in self.files[table]]
        files = ", ".join(f"'{path}'" for path in paths)
        return (
            "(select *, filename as file, file_row_number + 1 as row from read_parquet("
            f"[{files}], union_by_name = true, filename = true, file_row_number = true))"
        )

    def known(self, table: str, column: str, values: Iterable[str]) -> set[str]:
        """Return those of the values that stand in a column of a table; none without files."""
        wanted = [[value] for value in values]
        if table not in self.files or not wanted:
            return set()
        with connected() as connection:
            connection.execute("create table wanted (value varchar)")
            connection.executemany("insert into wanted values (?)", wanted)
            found = connection.execute(
                f"select distinct value from wanted semi join {self.rows(table)} as landed "
                f"on wanted.value = landed.{column}"
            ).fetchall()
        return {value for (value,) in found}

    def text_rows(self, seed: Seed) -> dict[Path, list[Row]]:
        """Return the rows of a table by file, fields as the seed would have them."""
        found: dict[Path, list[Row]] = {path: [] for path in self.files.get(seed.name, ())}
        if found:
            with connected() as connection:
                landed = connection.execute(
                    f"select file, {', '.join(seed.header)} from {self.rows(seed.name)} as landed"
                ).fetchall()
            for file, *values in landed:
                row = zip(seed.header, map(as_text, values), strict=True)
                found[Path(file)].append(dict(row))
        return found


def to_parquet(seed: Seed, rows: Iterable[Row]) -> bytes:
    """Write rows of a landing seed as a Parquet file, in order of the key; empty texts are NULL."""
    import polars as pl

    types = {"string": pl.String, "integer": pl.Int32, "double": pl.Float64}
    ordered = sorted(rows, key=lambda row: [row[name] for name in seed.key])
    frame = pl.DataFrame(
        [[row[name] or None for name in seed.header] for row in ordered],
        schema=dict.fromkeys(seed.header, pl.String), orient="row",
    )  # fmt: skip
    frame = frame.with_columns(
        pl.col(column.name).str.to_datetime("%Y-%m-%d %H:%M:%S")
        if column.type == "timestamp"
        else pl.col(column.name).cast(types[column.type])
        for column in seed.columns
    )
    written = BytesIO()
    frame.write_parquet(written)
    return written.getvalue()


def as_text(value: object) -> str:
    """Write a value of a Parquet file as its seed would have it."""
    from muster.landing.rows import number

    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            return number(value) if value - value == 0 else str(value)
        case datetime():
            return str(value)
        case date():
            return value.isoformat()
    return str(value)


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB in memory, which spills to the disk what does not fit."""
    import duckdb

    with duckdb.connect(config={"preserve_insertion_order": "false"}) as connection:
        yield connection
