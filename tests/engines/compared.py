"""A copy of the project, built by dbt Core in DuckDB; and how its marts differ from another's."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from muster import dbt_run
from muster.frames import as_frame
from muster.marts import Mart, marts
from muster.project import Project

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("seeds", "models", "macros", "tests/data")
FILES = ("dbt_project.yml", "profiles.yml")

FILLED_LATER = {
    "changes",
    "extraction_scorecard",
    "recruitment_conflicts",
    "recruitment_monthly",
}
"""Marts that `muster build` fills after dbt: empty here."""

ROWS_SHOWN = 3


def copy_project(folder: Path) -> Project:
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    project = Project(folder)
    project.aside.mkdir(parents=True)
    return project


def built_by_core(project: Project) -> Path:
    warehouse = project.aside / "warehouse.duckdb"
    dbt_run.build(project, warehouse, lambda *_: None)
    return warehouse


def differences(
    project: Project, warehouse: Path, theirs: Callable[[Mart], str], *attached: str
) -> list[str]:
    """Tell each mart that is not the same row for row, with its first rows that differ.

    Args:
        project: whose manifest names the marts.
        warehouse: the file of dbt Core and DuckDB.
        theirs: what to select the other's rows of a mart from.
        attached: statements that make it reachable.
    """
    told = []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as ours (read_only)")
        for statement in attached:
            connection.execute(statement)
        for mart in marts(dbt_run.read_manifest(project)):
            columns = ", ".join(column.name for column in mart.columns)
            sides = {
                "DuckDB": f"select {columns} from ours.main.{mart.name}",
                "the other": f"select {columns} from {theirs(mart)}",
            }
            [(count,)] = connection.execute(f"select count(*) from ({sides['DuckDB']})").fetchall()
            assert count or mart.name in FILLED_LATER, f"{mart.name} is empty"
            for side, query in sides.items():
                [other] = sides.keys() - {side}
                alone = f"{query} except all {sides[other]}"
                [(number,)] = connection.execute(f"select count(*) from ({alone})").fetchall()
                if number:
                    key = ", ".join(mart.primary_key)
                    rows = connection.sql(f"from ({alone}) order by {key} limit {ROWS_SHOWN}")
                    told.append(f"{mart.name}: {number} of {count} rows in {side} alone")
                    told += [f"    {row}" for row in as_frame(rows).iter_rows(named=True)]
    return told
