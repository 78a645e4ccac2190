"""The extractor's scorecard, published with the data: the mart ``extraction_scorecard``."""

from __future__ import annotations

from pathlib import Path

import duckdb

from muster.extraction.evaluate import scorecard
from muster.project import Project

COLUMNS = ("split", "task", "metric", "value", "matched", "expected", "found")


def record(project: Project, warehouse: Path) -> None:
    """Score the default extractor on the project's gold articles, if it has any.

    Raises:
        MusterError: a gold article cannot be read.
    """
    gold = project.root / "tests" / "gold"
    if not any(gold.glob("*.json")):
        return
    rows = [[row[name] for name in COLUMNS] for row in scorecard(gold)]
    with duckdb.connect(str(warehouse)) as connection:
        connection.executemany(
            "insert into extraction_scorecard values (?, ?, ?, ?, ?, ?, ?)", rows
        )
