"""What was known on a day: table macros in the published file, which agree with a replay."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import duckdb


def add_macros(warehouse: Path) -> None:
    """Put the macros ``figures_as_of``, ``events_as_of`` and ``timeline_as_of`` into the file."""
    sql = resources.files("muster").joinpath("as_of.sql").read_text("utf-8")
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(sql)
