"""A result of DuckDB as a Polars frame, whatever its types."""

from __future__ import annotations

from collections import Counter

import duckdb
import polars as pl
from duckdb.sqltypes import DuckDBPyType

from muster.project import MusterError

WIDE = {"hugeint": pl.Int128, "uhugeint": pl.UInt128}
"""DuckDB's integers of 128 bits, which it would hand over as decimals; a sum is one."""

LACKING = frozenset({"interval", "union", "bit", "bignum", "variant", "time with time zone"})
"""DuckDB's types that Polars does not have, or keeps only in part; they arrive as text."""


def as_frame(relation: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    """Run the query and return its rows.

    Raises:
        MusterError: columns share a name.
        duckdb.Error: the query fails.
    """
    columns = list(zip(relation.columns, relation.types, strict=True))
    twice = [name for name, count in Counter(relation.columns).items() if count > 1]
    if twice:
        raise MusterError(
            f"found several columns named {', '.join(twice)}, expected each name once; "
            "give them names with `as`"
        )
    selected = [
        f"{_taken(f'#{position}', kind)} as {quoted(name)}"
        for position, (name, kind) in enumerate(columns, start=1)
    ]
    # all rows before Polars sees one: an error amid a stream would come out as another
    rows = relation.materialize()
    frame = pl.DataFrame(rows.project(", ".join(selected)))
    return frame.with_columns(
        _narrowed(frame[name].cast(WIDE[kind.id])) for name, kind in columns if kind.id in WIDE
    )


def quoted(identifier: str) -> str:
    """Write a name so that SQL takes it as one, whatever stands in it."""
    return '"' + identifier.replace('"', '""') + '"'


def _taken(column: str, kind: DuckDBPyType) -> str:
    as_text = kind.id in WIDE or _is_lacking(kind)
    return f"cast({column} as varchar)" if as_text else column


def _is_lacking(kind: DuckDBPyType) -> bool:
    if kind.id not in ("list", "array", "struct", "map"):
        return kind.id in LACKING
    # an array has its size among its parts
    return any(_is_lacking(part) for _, part in kind.children if isinstance(part, DuckDBPyType))


def _narrowed(integers: pl.Series) -> pl.Series:
    """Hold a sum in 64 bits, as a count is held, unless a value needs more."""
    narrow = integers.cast(pl.Int64, strict=False)
    return integers if narrow.null_count() > integers.null_count() else narrow
