"""What a build has to say of itself: rows, changes since the last one, what could not be placed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from muster.marts import Mart

COMPARED = ("articles", "events", "figures", "statements", "actors")
"""Marts whose rows are compared one by one with the publication before."""


def row_counts(warehouse: Path, marts: list[Mart]) -> dict[str, int]:
    """Count the rows of every mart."""
    with _reading(warehouse) as connection:
        return {mart.name: len(connection.table(f"main.{mart.name}")) for mart in marts}


def changes(warehouse: Path, previous: Path, marts: list[Mart]) -> dict[str, dict[str, int]]:
    """Count the rows, by their ids, that appeared and went since the ``previous`` warehouse."""
    if not previous.exists():
        return {}
    found = {}
    with _reading(warehouse) as connection:
        try:
            connection.execute("attach ? as previous (read_only)", [str(previous.resolve())])
        except duckdb.Error:
            return {}  # a damaged file must not keep a sound build from replacing it
        for mart in marts:
            if mart.name in COMPARED:
                key = ", ".join(mart.primary_key)
                try:
                    before = connection.table(f"previous.main.{mart.name}").select(key)
                    now = connection.table(f"main.{mart.name}").select(key)
                    found[mart.name] = {
                        "appeared": len(now.except_(before)),
                        "went": len(before.except_(now)),
                    }
                except duckdb.Error:
                    continue  # that publication had no such mart, or another key, or is damaged
    return found


def unresolved_names(warehouse: Path) -> dict[str, int]:
    """List the names that the registry does not know, most frequent first."""
    with _reading(warehouse) as connection:
        rows = connection.execute(
            "select found, count(*) from left_out where reason = 'unresolved' "
            "group by found order by count(*) desc, found"
        ).fetchall()
        return dict(rows)


def left_out(warehouse: Path) -> dict[str, int]:
    """Count what was left out of the marts, by reason."""
    with _reading(warehouse) as connection:
        rows = connection.execute(
            "select reason, count(*) from left_out group by reason order by count(*) desc, reason"
        ).fetchall()
        return dict(rows)


def newest_article_on(warehouse: Path) -> str | None:
    """Tell the day of the newest article whose day is known, ISO 8601."""
    with _reading(warehouse) as connection:
        row = connection.execute(
            "select cast(max(published_from) as varchar) from articles "
            "where published_from = published_to"
        ).fetchone()
        return row[0] if row else None


@contextmanager
def _reading(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection
