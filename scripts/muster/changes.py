"""What changed between two publications, item by item, and why: fills the mart ``changes``."""

from __future__ import annotations

import logging
from importlib import resources
from pathlib import Path

import duckdb

log = logging.getLogger(__name__)


def record(warehouse: Path, previous: Path, publication: str) -> None:
    """Fill ``changes`` of the new ``warehouse`` by comparison with the ``previous`` one.

    Where there is no publication before, or one that cannot be compared (damaged, or of other
    tables), the mart stays empty.

    Args:
        warehouse: the file that is being built; written to.
        previous: the published file.
        publication: the name of the previous publication.
    """
    if not previous.exists():
        return
    sql = resources.files("muster").joinpath("changes.sql").read_text("utf-8")
    with duckdb.connect(str(warehouse)) as connection:
        try:
            connection.execute("attach ? as previous (read_only)", [str(previous.resolve())])
            for schema in ("registry", "codebook"):
                is_changed = _differ(connection, schema)
                connection.execute(f"set variable {schema}_changed = {str(is_changed).lower()}")
            connection.execute("set variable previous_publication = $name", {"name": publication})
            connection.begin()
            connection.execute(sql)
            connection.commit()
        except duckdb.Error as error:
            log.warning("the publication before cannot be compared: %s", error)


def _differ(connection: duckdb.DuckDBPyConnection, schema: str) -> bool:
    """Tell whether any table of a schema of seeds is another than before."""
    tables = {
        side: [
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() "
                "where database_name = $database and schema_name = $schema order by all",
                {"database": database, "schema": schema},
            ).fetchall()
        ]
        for side, database in (("now", _own(connection)), ("before", "previous"))
    }
    if tables["now"] != tables["before"]:
        return True
    for name in tables["now"]:
        now, before = f"{schema}.{name}", f"previous.{schema}.{name}"
        query = f"select count(*) from ((from {now} except from {before}) union all (from {before} except from {now}))"  # noqa: S608, E501 (names of our own tables)
        try:
            [(count,)] = connection.execute(query).fetchall()
        except duckdb.Error:
            return True  # other columns
        if count:
            return True
    return False


def _own(connection: duckdb.DuckDBPyConnection) -> str:
    [(name,)] = connection.execute("select current_database()").fetchall()
    return str(name)
