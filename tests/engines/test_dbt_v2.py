"""dbt v2 and dbt Core make the same warehouse, comments and all; what v2 cannot do, Core does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from compared import ROOT, built_by_core, copy_project, differences

from muster import dbt_run, dbt_v2
from muster.marts import marts
from muster.project import Project

MISSING = dbt_v2.what_is_missing(Project(ROOT))
pytestmark = pytest.mark.skipif(MISSING is not None, reason=f"not compared: {MISSING}")

DESCRIBED = (
    "select schema_name, table_name, '', comment, '', true from duckdb_tables() union all "
    "select schema_name, table_name, column_name, comment, data_type, is_nullable "
    "from duckdb_columns() where not internal order by all"
)


def with_v2(project: Project) -> None:
    (project.root / ".dbt2").symlink_to(ROOT / ".dbt2")


def version(project: Project) -> str:
    return str(dbt_run.read_manifest(project)["metadata"]["dbt_version"])


def test_the_warehouse_is_the_same(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    warehouse = built_by_core(project)
    assert version(project).startswith("1.")
    known = marts(dbt_run.read_manifest(project))
    with_v2(project)
    other = project.aside / "v2" / "warehouse.duckdb"
    other.parent.mkdir()
    steps: list[tuple[int, int, str]] = []
    dbt_run.build(project, other, lambda *step: steps.append(step))
    assert version(project).startswith("2.")
    assert marts(dbt_run.read_manifest(project)) == known
    assert [done for done, _, _ in steps] == list(range(1, len(steps) + 1))
    assert len(steps) > len(known)

    told = differences(
        project, warehouse, lambda mart: f"theirs.main.{mart.name}", f"attach '{other}' as theirs"
    )
    assert not told, "\n" + "\n".join(told)
    described = []
    for file in (warehouse, other):
        with duckdb.connect(str(file), read_only=True) as connection:
            described.append(connection.execute(DESCRIBED).fetchall())
    assert described[0] == described[1]


def test_a_failure_is_explained_by_dbt_core(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    with_v2(project)
    (project.root / "tests/data/nothing_is_right.sql").write_text("select 1 as wrong")
    warehouse = project.aside / "warehouse.duckdb"
    with pytest.raises(dbt_run.DbtError, match=r"nothing_is_right\n.*Got 1 result"):
        dbt_run.build(project, warehouse, lambda *_: None)
    assert version(project).startswith("1.")
    assert os.listdir(warehouse.parent) == ["warehouse.duckdb"]


def test_dbt_v2_ends_with_the_build_that_started_it(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    with_v2(project)
    code = (
        "from pathlib import Path; from muster import dbt_run; from muster.project import Project; "
        f"dbt_run.build(Project(Path({str(tmp_path)!r})), Path({str(project.aside / 'warehouse.duckdb')!r}), "
        "lambda *_: None)"
    )
    build = subprocess.Popen([sys.executable, "-c", code])
    children = Path(f"/proc/{build.pid}/task/{build.pid}/children")

    def dbt() -> Path | None:
        for child in children.read_text().split():
            process = Path("/proc") / child
            if (process / "exe").resolve() == (ROOT / dbt_v2.PROGRAM).resolve():
                return process
        return None

    wait_until(lambda: dbt() is not None)
    process = dbt()
    assert process is not None
    build.kill()
    build.wait()
    wait_until(lambda: not (process / "exe").exists())


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)
