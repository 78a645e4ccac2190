"""Reading the published file: frames, no lock, and nothing but reading."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

import muster
from muster.project import MusterError, Project

pytestmark = pytest.mark.usefixtures("at_built")


def test_a_table_is_a_polars_frame() -> None:
    figures = muster.table("figures")
    assert isinstance(figures, pl.DataFrame)
    assert figures.height > 600
    assert figures.schema["lower_bound"] == pl.Float64
    assert figures.schema["first_reported_on"] == pl.Date


def test_a_table_of_another_schema_is_read_by_its_full_name() -> None:
    assert "definition" in muster.table("codebook.measures").columns


def test_parameters_are_values_and_never_sql() -> None:
    evil = "x'; drop table figures; --"
    assert muster.sql("select ? as said", [evil])["said"].to_list() == [evil]
    assert muster.sql("select $who as said", {"who": evil})["said"].to_list() == [evil]


def test_an_unknown_table_is_named_with_what_it_may_have_been() -> None:
    with pytest.raises(MusterError, match=r"no table 'figure'.*figures"):
        muster.table("figure")


@pytest.mark.parametrize(
    "query",
    [
        "create table mine as select 1",
        "delete from figures",
        "attach 'other.duckdb'",
        "copy figures to 'figures.csv'",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "this is no sql",
    ],
)
def test_a_query_can_only_read_the_warehouse(
    query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MusterError):
        muster.sql(query)
    assert list(tmp_path.iterdir()) == []


def test_no_lock_is_held_after_a_read(built: Project, tmp_path: Path) -> None:
    own = Path(shutil.copy(built.warehouse, tmp_path))  # other tests read the shared one
    frame = muster.table("figures", warehouse=own)
    program = f"import duckdb; duckdb.connect({str(own)!r}).close(); print('opened')"
    writer = [sys.executable, "-c", program]
    result = subprocess.run(writer, capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "opened", result.stderr
    assert frame.height > 0


def test_wide_integers_and_intervals_come_through(built: Project) -> None:
    frame = muster.sql("select 12::hugeint as many, interval 3 days as long")
    assert frame.to_dicts() == [{"many": 12, "long": "3 days"}]


def test_a_file_that_is_no_warehouse_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.duckdb"
    path.write_text("no database")
    with pytest.raises(MusterError, match=r"cannot open .*broken"):
        muster.table("figures", warehouse=path)
    with pytest.raises(MusterError, match="run `muster build`"):
        muster.table("figures", warehouse=tmp_path / "missing.duckdb")


def test_columns_carry_their_meaning_in_the_database(built: Project) -> None:
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        silent = connection.execute(
            "select table_name, column_name from duckdb_columns() "
            "where schema_name = 'main' and comment is null and not internal"
        ).fetchall()
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'main' and comment is null and not internal"
        ).fetchall()
    assert (silent, tables) == ([], [])
