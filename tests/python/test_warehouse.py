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
from muster import warehouse
from muster.project import MusterError, Project
from muster.warehouse import connect

pytestmark = pytest.mark.usefixtures("at_built")


def test_a_table_is_a_polars_frame() -> None:
    figures = muster.table("figures")
    assert isinstance(figures, pl.DataFrame)
    assert figures.height > 500
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
        "create temp table mine as select 1",
        "create macro mine() as 1",
        "delete from figures",
        "with gone as (delete from figures returning 1) from gone",
        "explain analyze delete from figures",
        "update figures set kind = 'flow'",
        "drop table figures",
        "attach 'other.duckdb'",
        "use codebook",
        "copy figures to 'figures.csv'",
        "export database 'all'",
        "import database 'all'",
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from read_parquet('https://example.org/x.parquet')",
        "select * from glob('/etc/*')",
        "select * from '/etc/passwd'",
        "from 'figures.csv'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set threads = 1",
        "reset threads",
        "pragma memory_limit = '1GB'",
        "begin",
        "checkpoint",
        "this is no sql",
    ],
)
def test_a_query_can_only_read_the_warehouse(
    query: str, built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "figures.csv").write_text("a\n1\n")
    monkeypatch.chdir(tmp_path)
    before = sorted(built.current.iterdir())
    with pytest.raises(MusterError):
        muster.sql(query)
    assert [path.name for path in tmp_path.iterdir()] == ["figures.csv"]
    assert sorted(built.current.iterdir()) == before


@pytest.mark.parametrize(
    "setting", ["set threads = 1", "set enable_external_access = true", "load httpfs"]
)
def test_the_connection_itself_is_locked(setting: str) -> None:
    with connect() as connection, pytest.raises(duckdb.Error):
        connection.execute(setting)


def test_a_name_in_a_query_is_no_variable_of_the_notebook() -> None:
    mine = pl.DataFrame({"a": [1]})
    with pytest.raises(MusterError, match="mine does not exist"):
        muster.sql("from mine")
    assert mine.height == 1


@pytest.mark.parametrize("query", ["", " ", ";", "-- only a comment", "/* nothing */"])
def test_a_query_that_says_nothing_is_told_so(query: str) -> None:
    with pytest.raises(MusterError, match=r"^found no statement, expected one query$"):
        muster.sql(query)


def test_of_several_statements_none_runs() -> None:
    with pytest.raises(MusterError, match=r"^found 2 statements, expected one query$"):
        muster.sql("select error('ran'); select 2")
    assert muster.sql("select 1::hugeint as n; -- done")["n"].to_list() == [1]


@pytest.mark.parametrize(
    "query",
    [
        "describe figures", "show tables", "summarize figures", "explain from figures",
        "pivot figures on kind using count(*)", "values (1)", "table figures",
    ],
)  # fmt: skip
def test_whatever_only_reads_is_a_query(query: str) -> None:
    assert muster.sql(query).height > 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select cast(kind as int) as n from figures", "Could not convert string"),
        ("select error('no such month')", "no such month"),
        ("select if(i = 900000, error('late'), i) as i from range(1000000) as t (i)", "late"),
        (f"select {2**127 - 1}::hugeint + 1", "Overflow"),
        ("select 9223372036854775807 + 1 as n", "Overflow"),
        ("select ['a'][1]::int as n", "Could not convert"),
        ("select ? as n", "Values were not provided"),
    ],
)
def test_an_error_of_the_engine_is_its_own_message(query: str, said: str) -> None:
    with pytest.raises(MusterError, match=f"^the query failed: .*{said}"):
        muster.sql(query)


def test_a_query_for_more_memory_than_there_is_fails_and_fills_no_disk(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(warehouse.LOCKED, "memory_limit", "64MB")
    before = sorted(built.current.iterdir())
    with pytest.raises(MusterError, match="Out of Memory"):
        muster.sql("select md5(i::varchar) as h from range(10000000) as t (i) order by h")
    assert sorted(built.current.iterdir()) == before


def test_columns_of_one_name_are_named() -> None:
    with pytest.raises(MusterError, match="several columns named kind, expected each name once"):
        muster.sql("select f.kind, g.kind from figures as f, figures as g")
    assert muster.sql('select 1 as kind, 2 as "KIND"').row(0) == (1, 2)


def test_no_lock_is_held_after_a_read(built: Project, tmp_path: Path) -> None:
    own = Path(shutil.copy(built.warehouse, tmp_path))  # other tests read the shared one
    frame = muster.table("figures", warehouse=own)
    program = f"import duckdb; duckdb.connect({str(own)!r}).close(); print('opened')"
    writer = [sys.executable, "-c", program]
    result = subprocess.run(writer, capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "opened", result.stderr
    assert frame.height > 0


def test_sums_are_integers_of_64_bits_unless_one_needs_more() -> None:
    sums = muster.sql("select sum(mention_count) as n, null::hugeint as none from figures")
    assert sums.schema == {"n": pl.Int64, "none": pl.Int64}
    most = muster.sql(f"select {2**127 - 1}::hugeint as h, {2**128 - 1}::uhugeint as u")
    assert most.row(0) == (2**127 - 1, 2**128 - 1)


@pytest.mark.parametrize(
    ("value", "arrives_as"),
    [
        ("interval 3 days", "3 days"),
        ("[interval 3 days]", "[3 days]"),
        ("{'a': [interval 3 days]}", "{'a': [3 days]}"),
        ("union_value(a := 1)", "1"),
        ("'101'::bit", "101"),
        ("123::bignum", "123"),
        ("timetz '12:00:00+02'", "12:00:00+02"),
        ("{'a': 1}", {"a": 1}),
        ("[1, 2]::int[2]", [1, 2]),
        ("'a'::enum ('a', 'b')", "a"),
    ],
)
def test_every_type_arrives(value: str, arrives_as: object) -> None:
    frame = muster.sql(f'select \'first\' as one, {value} as "it\'s""it"')
    assert frame.columns == ["one", "it's\"it"]
    assert frame.rows() == [("first", arrives_as)]


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
