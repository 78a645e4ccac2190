"""The publication before, as something to compare with, whoever holds its file."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from muster.card import Card, DamagedError, digest
from muster.project import Project

NAME = "warehouse.duckdb"


@contextmanager
def previous_warehouse(
    project: Project, aside: Path, say: Callable[[str], None]
) -> Iterator[tuple[Path, Card] | None]:
    """Yield the published file and its card; None where nothing sound is published.

    A process that opened the file read-write keeps all others from opening it. Its bytes can be
    read all the same, so a copy of them is yielded, if they are still those that were published.

    Args:
        project: the project.
        aside: where a copy may lie for the length of the block.
        say: told who holds the file.
    """
    try:
        card = Card.read(project)
    except DamagedError:
        card = None
    if card is None or not project.warehouse.exists():
        yield None
        return
    held = project.warehouse.resolve()
    holder = writer_of(held)
    if holder is None:
        yield held, card
        return
    say(
        f"{holder} has build/{NAME} open for writing, and keeps the publication that it opened; "
        "the build goes on. Open the file read-only there, or close it"
    )
    copy = aside / "previous.duckdb"
    try:
        shutil.copyfile(held, copy)
        yield (copy, card) if digest(copy) == card.digests.get(NAME) else None
    finally:
        copy.unlink(missing_ok=True)


def writer_of(warehouse: Path) -> str | None:
    """Tell who has a file of DuckDB's open for writing; None if nobody has."""
    try:
        duckdb.connect(str(warehouse), read_only=True).close()
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            found = re.search(r"held in (.+?) \(PID (\d+)\)", str(error))
            return f"process {found[2]} ({found[1]})" if found else "another process"
    except duckdb.Error:
        pass  # damaged, which is for others to find
    return None
