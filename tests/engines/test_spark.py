"""Spark and DuckDB make the same marts, row for row."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from compared import ROOT, built_by_core, copy_project, differences

from muster import spark
from muster.bulk import FOLDER

sys.path.append(str(ROOT / "tests" / "benchmarks"))
from generate import generate

MISSING = spark.what_is_missing()
pytestmark = pytest.mark.skipif(MISSING is not None, reason=f"not compared: {MISSING}")


@pytest.mark.parametrize("generated", [0, 100_000], ids=["seeds", "generated"])
def test_every_mart_is_the_same_row_for_row(tmp_path: Path, generated: int) -> None:
    project = copy_project(tmp_path)
    if generated:
        generate(generated, project.root / FOLDER)
    warehouse = built_by_core(project)
    tables = spark.build(project, lambda _: lambda *_: None)
    told = differences(
        project, warehouse, lambda mart: f"read_parquet('{tables}/{mart.name}/*.parquet')"
    )
    assert not told, "\n" + "\n".join(told)
