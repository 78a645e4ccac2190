"""What landed in bulk: Parquet files beside the seeds, ``store/landing/<table>/*.parquet``.

They have the columns of their landing seed and stand in no order. Staging reads both
(``macros/landed.sql``); this is how Python does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB in memory, which spills to the disk what does not fit."""
    import duckdb

    with duckdb.connect(config={"preserve_insertion_order": "false"}) as connection:
        yield connection
