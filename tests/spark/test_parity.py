"""Spark and DuckDB make the same marts of the shipped seeds, row for row."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from muster import dbt_run, spark
from muster.marts import marts
from muster.project import Project

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("seeds", "models", "macros", "tests/data")

FILLED_LATER = {
    "changes",
    "extraction_scorecard",
    "recruitment_conflicts",
    "recruitment_monthly",
}
"""Marts that `muster build` fills after dbt: empty on both."""

pytestmark = pytest.mark.skipif(
    spark.what_is_missing() is not None, reason=spark.what_is_missing() or ""
)


def test_every_mart_is_the_same_row_for_row(tmp_path: Path) -> None:
    for name in COPIED:
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    project = Project(tmp_path)
    project.aside.mkdir(parents=True)
    warehouse = project.aside / "warehouse.duckdb"
    dbt_run.build(project, warehouse, lambda *_: None)
    tables = spark.build(project, lambda _: lambda *_: None)

    differences = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for mart in marts(dbt_run.read_manifest(project)):
            columns = ", ".join(column.name for column in mart.columns)
            ours = f"select {columns} from main.{mart.name}"
            theirs = f"select {columns} from read_parquet('{tables}/{mart.name}/*.parquet')"
            [(count, only_ours, only_theirs)] = connection.execute(
                f"select (select count(*) from ({ours})), "
                f"(select count(*) from ({ours} except all {theirs})), "
                f"(select count(*) from ({theirs} except all {ours}))"
            ).fetchall()
            assert count or mart.name in FILLED_LATER
            if only_ours or only_theirs:
                differences[mart.name] = (only_ours, only_theirs)
    assert differences == {}
