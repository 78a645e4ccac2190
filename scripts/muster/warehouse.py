"""Reading the published warehouse: one query, one Polars frame, no lock kept.

The file is opened read-only, read and closed within a call, so a notebook that stays open for
days neither blocks a build nor goes on with an old publication. A reader can do nothing else:
no writing, no other files, no extensions.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muster.project import MusterError, Project

if TYPE_CHECKING:
    import duckdb
    import polars as pl

Parameters = Sequence[Any] | Mapping[str, Any]

READ_ONLY = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}


def table(name: str, *, warehouse: Path | None = None) -> pl.DataFrame:
    """Read a whole table of the published warehouse.

    Args:
        name: a mart such as ``figures``, or ``schema.table`` such as ``codebook.measures``.
        warehouse: another file than the published one.

    Returns:
        One row per row of the table; columns, units and meaning as in docs/data-dictionary.md.

    Raises:
        MusterError: nothing is published, or it has no such table.
    """
    with connect(warehouse) as connection:
        quoted = ".".join(_quoted(part) for part in name.split("."))
        known = _table_names(connection)
        if name not in known:
            close = difflib.get_close_matches(name, known, n=3)
            hint = f"; perhaps {' or '.join(close)}" if close else ""
            raise MusterError(f"found no table {name!r} in the warehouse{hint}")
        return _frame(connection.sql(f"select * from {quoted}"))  # noqa: S608 (quoted and known)


def sql(
    query: str, parameters: Parameters | None = None, *, warehouse: Path | None = None
) -> pl.DataFrame:
    """Run one read-only query on the published warehouse.

    Args:
        query: SQL in DuckDB's dialect.
        parameters: values for ``?`` (a sequence) or ``$name`` (a mapping) in the query.
        warehouse: another file than the published one.

    Returns:
        The result, a column per column of the query.

    Raises:
        MusterError: nothing is published, or the query is wrong or tries to do more than read.
    """
    import duckdb

    with connect(warehouse) as connection:
        try:
            relation = connection.sql(query, params=parameters)
        except duckdb.Error as error:
            raise MusterError(f"the query failed: {error}") from error
        if relation is None:
            raise MusterError("found a statement that gives no rows, expected a query")
        return _frame(relation)


@contextmanager
def connect(warehouse: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse read-only for the length of a ``with`` block.

    Raises:
        MusterError: there is no file, or it is no warehouse.
    """
    import duckdb

    path = warehouse or Path(os.environ.get("MUSTER_WAREHOUSE") or Project.find().warehouse)
    if not path.exists():
        raise MusterError(
            f"found no warehouse at {path}, expected a published one; run `muster build`"
        )
    try:
        # The resolved name: through the link, an old handle in this process would answer again.
        connection = duckdb.connect(str(path.resolve()), read_only=True, config=dict(READ_ONLY))
    except duckdb.Error as error:
        raise MusterError(f"cannot open {path}: {error}; run `muster build`") from error
    try:
        yield connection
    finally:
        connection.close()


def _table_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select table_schema, table_name from information_schema.tables order by all"
    ).fetchall()
    return [table if schema == "main" else f"{schema}.{table}" for schema, table in rows]


def _frame(relation: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    import polars as pl

    # Polars has no type for these two; a count that needs 128 bits is no count.
    unreadable = {"HUGEINT": "bigint", "INTERVAL": "varchar"}
    columns = [
        f"cast({_quoted(name)} as {unreadable[str(kind)]}) as {_quoted(name)}"
        if str(kind) in unreadable
        else _quoted(name)
        for name, kind in zip(relation.columns, relation.types, strict=True)
    ]
    if any(column.startswith("cast(") for column in columns):
        relation = relation.project(", ".join(columns))
    return pl.DataFrame(relation)


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
