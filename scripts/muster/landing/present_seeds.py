"""The seeds as they are when a landing begins, and whether a new row may stand among them.

A landing adds to sound seeds only, and only what leaves them sound: its rows are judged by the
rules of `muster check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from muster.cell_rules import CellRules
from muster.characters import invisible
from muster.populations import PopulationCodes
from muster.project import MusterError
from muster.row_rules import Codebook, row_faults
from muster.seed_schema import Seed, load_seeds
from muster.seed_tables import Table
from muster.seeds import Row

NEW_KEYS = ("mention_id", "article_id", "outlet")
"""Columns that refer to rows which land together with the row itself."""


@dataclass(frozen=True)
class PresentSeeds:
    """The seeds' schemas and rows, and the rules that new rows must keep."""

    seeds: Mapping[str, Seed]
    rows: Mapping[str, list[Row]]
    """Rows by seed."""
    _cells: Mapping[str, CellRules]
    _codebook: Codebook
    _text_lengths: dict[str, str]

    @classmethod
    def read(cls, root: Path) -> PresentSeeds:
        """Read the seeds of the project at ``root``.

        Raises:
            MusterError: one of them has a fault of form; landing would hide it.
        """
        seeds = load_seeds(root)
        tables = {name: Table.read(seed, root) for name, seed in seeds.items()}
        faults = [fault for table in tables.values() for fault in table.faults]
        if faults:
            raise MusterError(
                f"{min(faults)}\nThe seeds have {len(faults):,} faults of form, so nothing was "
                "landed; run `muster check`, mend them, and land again"
            )
        rows = {name: [row for _, row in table.rows] for name, table in tables.items()}
        populations = PopulationCodes.from_rows(rows)
        lengths = {row["article_id"]: row["text_length"] for row in rows["raw_articles"]}
        return cls(
            seeds,
            rows,
            {name: CellRules.of(seeds[name], tables, populations) for name in seeds},
            replace(Codebook.of(tables), text_lengths=lengths),
            lengths,
        )

    def fault(self, seed: str, row: Row) -> str | None:
        """Say what keeps a new row from standing in a seed; None when nothing does.

        An article that may stand there is known from then on to the rules for its mentions.
        """
        for column in self.seeds[seed].columns:
            for _, name in invisible(row[column.name]):
                return f"{column.name}: found {name}, expected text that everybody sees"
            if column.name not in NEW_KEYS and (
                expected := self._cells[seed].fault(column, row[column.name])
            ):
                return f"{column.name}: found {row[column.name]!r}, expected {expected}"
        if seed == "raw_articles":
            self._text_lengths[row["article_id"]] = row["text_length"]
        faults = [*self._cells[seed].pair_faults(row), *row_faults(seed, row, self._codebook)]
        return "{}: found {}, expected {}".format(*faults[0]) if faults else None

    def file(self, seed: str, root: Path) -> str:
        """Name the file of a seed from the project's folder."""
        return self.seeds[seed].csv_path.relative_to(root).as_posix()
