"""Reading the published warehouse: one query, one Polars frame, no lock kept.

The file is opened read-only, read and closed within a call, so a notebook that stays open for
days neither blocks a build nor goes on with an old publication. A reader can do nothing else:
no writing, no other files, no extensions, no settings.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muster.project import MusterError, Project

if TYPE_CHECKING:
    import duckdb
    import polars as pl

Parameters = Sequence[Any] | Mapping[str, Any]

LOCKED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",  # a name in a query is a table, never a variable
    "temp_directory": "",  # what needs more memory than there is fails, and fills no disk
    "lock_configuration": "true",
}

READING = frozenset({"SELECT", "EXPLAIN", "MULTI"})
"""DuckDB's kinds of statements that only read; ``show`` is a SELECT, ``pivot`` is MULTI."""


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
    from muster.frames import as_frame, quoted

    with connect(warehouse) as connection:
        name_in_sql = ".".join(quoted(part) for part in name.split("."))
        known = _table_names(connection)
        if name not in known:
            close = difflib.get_close_matches(name, known, n=3)
            hint = f"; perhaps {' or '.join(close)}" if close else ""
            raise MusterError(f"found no table {name!r} in the warehouse{hint}")
        return as_frame(connection.sql(f"select * from {name_in_sql}"))  # noqa: S608 (quoted and known)


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
    from muster.frames import as_frame

    with connect(warehouse) as connection:
        statements = connection.extract_statements(query)
        if len(statements) != 1:
            found = f"{len(statements)} statements" if statements else "no statement"
            raise MusterError(f"found {found}, expected one query")
        kind = statements[0].type.name
        if kind not in READING:
            raise MusterError(
                f"found a statement of the kind {kind.lower()}, expected a query that only reads: "
                "select, from, with, values, pivot, describe, summarize, show or explain"
            )
        return as_frame(connection.sql(query, params=parameters))


def named(code: str, *, warehouse: Path | None = None) -> str:
    """Say who or where a code is: "Kenya" for KEN; a code that nobody knows is itself.

    Args:
        code: a population or a country, as in ``populations`` or ``registry.registry_countries``.
        warehouse: another file than the published one.

    Raises:
        MusterError: nothing is published.
    """
    known = sql(
        """
        select label from populations where population = $code
        union all
        select country_name from registry.registry_countries where country = $code
        """,
        {"code": code},
        warehouse=warehouse,
    )
    return str(known["label"][0]) if known.height else code


def recruitment_as_of(
    day: date, population: str, measure: str = "recruited", *, warehouse: Path | None = None
) -> pl.DataFrame:
    """What the figures known at the end of a day allow for each month.

    Args:
        day: only figures first reported by then count.
        population: a code of the mart ``populations``.
        measure: a measure of intake.
        warehouse: another file than the published one.

    Returns:
        population, measure, month, and in persons lower_bound, upper_bound, cumulative_lower_bound,
        cumulative_upper_bound, and is_contested, as in the mart ``recruitment_monthly``; a row for
        each month that had begun, none where no figure of the measure speaks of the population.

    Raises:
        MusterError: nothing is published.
    """
    from muster.recruitment.tables import known_on

    with connect(warehouse) as connection:
        return known_on(connection, day, population, measure)


@contextmanager
def connect(warehouse: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse read-only for the length of a ``with`` block.

    Raises:
        MusterError: there is no file, or it is no warehouse, or a query in the block fails.
    """
    import duckdb

    path = warehouse or Path(os.environ.get("MUSTER_WAREHOUSE") or Project.find().warehouse)
    if not path.exists():
        raise MusterError(
            f"found no warehouse at {path}, expected a published one; run `muster build`"
        )
    try:
        # The resolved name: through the link, an old handle in this process would answer again.
        connection = duckdb.connect(str(path.resolve()), read_only=True, config=dict(LOCKED))
    except duckdb.Error as error:
        # somebody who opened it for writing keeps all others out
        is_held = "Conflicting lock" in str(error)
        what_to_do = "close it there, or open it read-only" if is_held else "run `muster build`"
        raise MusterError(f"cannot open {path}: {error}; {what_to_do}") from error
    try:
        yield connection
    except duckdb.Error as error:
        raise MusterError(f"the query failed: {error}") from error
    finally:
        connection.close()


def _table_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select table_schema, table_name from information_schema.tables order by all"
    ).fetchall()
    return [table if schema == "main" else f"{schema}.{table}" for schema, table in rows]
