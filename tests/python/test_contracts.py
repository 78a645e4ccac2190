"""Numbers of different contracts are never put together: the macro refuses, and no model evades it."""

from __future__ import annotations

import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from contract_search import CONTRACT, NUMBERS, search

from muster.dbt_run import environment, read_manifest
from muster.project import Project

ONE = "('recruited', 'persons', 'IRQ', 'RU', 'flow', {})"
OTHERS = {
    "measure": "('killed', 'persons', 'IRQ', 'RU', 'flow', 5.0)",
    "unit": "('recruited', 'cases', 'IRQ', 'RU', 'flow', 5.0)",
    "population": "('recruited', 'persons', 'ALL', 'RU', 'flow', 5.0)",
    "side": "('recruited', 'persons', 'IRQ', 'UA', 'flow', 5.0)",
    "kind": "('recruited', 'persons', 'IRQ', 'RU', 'cumulative', 5.0)",
}


def compiled(project: Project, query: str) -> str:
    """Compile a query with macros, as a model would have it."""
    result = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "--quiet", "compile", "--inline", query],
        env=environment(project, project.aside / "none.duckdb"),
        cwd=project.root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return result.stdout


@pytest.fixture(scope="module")
def guarded_sum(published_module: Project) -> str:
    return compiled(
        published_module,
        "select {{ within_contract('sum(figures.value)') }} as total from figures",
    )


@pytest.fixture(scope="module")
def guarded_change(published_module: Project) -> str:
    return compiled(
        published_module,
        "select {{ change('earlier', 'later', 'value', 'value') }} as change "
        "from figures as earlier inner join figures as later on earlier.value < later.value",
    )


@pytest.fixture(scope="module")
def published_module(tmp_path_factory: pytest.TempPathFactory) -> Project:
    from conftest import copy_project

    project = copy_project(tmp_path_factory.mktemp("contracts"))
    project.aside.mkdir(parents=True)
    return project


def total(query: str, *rows: str) -> float:
    columns = "measure, unit, population, side, kind, value"
    figures = f"with figures ({columns}) as (values {', '.join(rows)}) "
    with duckdb.connect() as connection:
        row = connection.execute(figures + query).fetchone()
    assert row is not None
    return float(row[0])


def test_figures_of_one_contract_add_up(guarded_sum: str) -> None:
    assert total(guarded_sum, ONE.format("2.0"), ONE.format("3.0")) == 5


@pytest.mark.parametrize("differs_in", OTHERS)
def test_figures_of_two_contracts_stop_the_query(guarded_sum: str, differs_in: str) -> None:
    with pytest.raises(duckdb.Error, match=r"figures of different contracts: .* and .*"):
        total(guarded_sum, ONE.format("2.0"), OTHERS[differs_in])


def test_what_lies_between_two_figures_of_one_contract_is_their_difference(
    guarded_change: str,
) -> None:
    assert total(guarded_change, ONE.format("2.0"), ONE.format("3.0")) == 1


@pytest.mark.parametrize("differs_in", OTHERS)
def test_nothing_lies_between_figures_of_two_contracts(
    guarded_change: str, differs_in: str
) -> None:
    with pytest.raises(duckdb.Error, match="figures of different contracts"):
        total(guarded_change, ONE.format("2.0"), OTHERS[differs_in])


TABLES = {
    "figures": dict.fromkeys((*CONTRACT, "figure_id", "period", *NUMBERS, "mention_count"), "text"),
    "tolerances": {"relation": "text", "tolerance_pct": "double"},
}


@pytest.mark.parametrize(
    "query",
    [
        # aggregates, known and unknown to the parser
        "select sum(lower_bound) from figures",
        "select list_sum(list(lower_bound)) from figures",
        "select list_reduce(list(value_low), (a, b) -> a + b) from figures",
        "select product(value_low) from figures",
        "select any_value(value_low), mode(value_low) from figures",
        "select max_by(value_low, figure_id) from figures",
        "select min_by(figure_id, value_low) from figures",
        "select sum(value_low) filter (where kind = 'flow') from figures",
        "select sum(case when kind = 'flow' then value_low end) from figures",
        "select sum(columns('.*_bound')) from figures",
        "select list(figures) from figures",
        "select kind from figures group by kind having sum(value_low) > 5",
        "pivot figures on kind using sum(value_low)",
        "select sum(n) from (unpivot figures on value_low, value_high into name b value n)",
        # windows
        "select avg(f.value_low) over (partition by f.kind) from figures as f",
        "select lag(lower_bound) over (order by figure_id) from figures",
        "select lead(f.upper_bound, 2) over (order by f.figure_id) from figures as f",
        "select kind from figures qualify sum(value_low) over () > 5",
        "select kind from figures order by sum(value_low) over ()",
        # arithmetic between figures
        "select b.lower_bound - a.lower_bound from figures as a, figures as b",
        "select a.lower_bound / b.lower_bound from figures as a, figures as b",
        "select add(a.value_low, b.value_low) from figures as a, figures as b",
        "select greatest(a.value_low, b.value_low) from figures as a, figures as b",
        "select a.kind from figures as a join figures as b on a.value_low + b.value_low > 3",
        "select value_low - (select g.value_low from figures as g limit 1) from figures",
        "select kind from figures where value_low > (select avg(value_low) from figures)",
        # through aliases and CTEs
        "with a as (select lower_bound as floor from figures) select sum(floor) from a",
        "with a as (select * from figures), b as (select lower_bound as x from a) select sum(x) from b",
        "with p as (select a.lower_bound as x, b.lower_bound as y from figures as a, figures as b)"
        " select y - x from p",
        "with p as (select lower_bound as x from figures) select p.x / q.x from p, p as q",
        "with p as (select coalesce(a.value_low, b.value_low) as v from figures as a, figures as b)"
        " select v * 2 from p",
        "with u as (select lower_bound as v from figures union all select upper_bound from figures)"
        " select sum(v) from u",
        "with l as (select list(value_low) as many from figures) select list_sum(many) from l",
        # the looks of the macro without its guard
        "select case when min(f.kind) <> max(f.kind) then cast(error('figures of different contracts')"
        " as double) else sum(f.value_low) end from figures as f",
    ],
)
def test_the_search_finds_numbers_that_are_put_together(query: str) -> None:
    assert search(query, TABLES).put_together


@pytest.mark.parametrize(
    "query",
    [
        "select sum(mention_count) from figures",
        "select count(lower_bound), count(distinct value_low) from figures",
        "with a as (select sum(mention_count) as n from figures) select n * 2 from a",
        "select upper_bound - lower_bound as width from figures",
        "with a as (select * from figures) select (upper_bound - lower_bound) / upper_bound from a",
        "select value_low * tolerance_pct / 100 from figures cross join tolerances",
        "select coalesce(value_low, value_high) as v from figures",
        "select round(value_low, -1), -value_low, abs(value_low) from figures",
        "select case when value_low > 3 then lower_bound else upper_bound end from figures",
        "select a.figure_id from figures as a join figures as b on a.lower_bound > b.upper_bound",
        "select row_number() over (partition by kind order by lower_bound desc) from figures",
        "select list(kind order by lower_bound) from figures",
        "select md5(concat_ws('|', cast(value_low as text))) from figures",
        "with u as (select lower_bound, upper_bound from figures"
        " union all select lower_bound, upper_bound from figures) select upper_bound - lower_bound from u",
    ],
)
def test_the_search_passes_what_stays_within_a_figure(query: str) -> None:
    assert search(query, TABLES).put_together == []


def test_the_search_passes_the_macro_around_its_own_table_only(guarded_sum: str) -> None:
    guarded = guarded_sum.replace("figures.value", "figures.value_low")
    assert search(guarded, TABLES).put_together == []
    other = guarded.replace("from figures", "from figures, figures as other")
    assert search(other.replace("sum(figures.", "sum(other."), TABLES).put_together


def test_the_search_follows_a_number_into_the_next_model() -> None:
    first = search("select kind, lower_bound as floor, mention_count from figures", TABLES)
    assert first.numbers == {"floor"}
    tables = {"floors": {"kind": "text", "floor": "double"}}
    second = search("select sum(floor) from floors", tables, {"floors": first.numbers})
    assert second.put_together


MEANT = {
    # what lies between two steps of one series, by the macro `change`, which refuses two contracts
    "revisions": [
        "later.lower_bound - earlier.upper_bound",
        "later.upper_bound - earlier.lower_bound",
    ],
}


def test_no_model_puts_numbers_together_outside_the_macro(built: Project) -> None:
    manifest = read_manifest(built)
    models = {
        unique_id: node
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model"
    }
    parents = {unique_id: manifest["parent_map"][unique_id] for unique_id in models}
    tables = columns_by_table(built)
    numbers: dict[str, frozenset[str]] = {}
    found = {}
    for unique_id in TopologicalSorter(parents).static_order():
        if unique_id in models:
            node = models[unique_id]
            sql = (built.root / node["compiled_path"]).read_text("utf-8")
            finding = search(sql, tables, numbers)
            numbers[node["name"]] = finding.numbers
            if finding.put_together:
                found[node["name"]] = finding.put_together
    assert len(numbers) > 30
    assert {"lower_bound", "upper_bound", "value_low", "value_high"} <= numbers["figures"]
    assert found == MEANT, found


def columns_by_table(project: Project) -> dict[str, object]:
    """Give columns and types by database, schema and table, as the search takes them."""
    tables: dict[str, Any] = {}
    with duckdb.connect(str(project.warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select table_catalog, table_schema, table_name, column_name, data_type"
            " from information_schema.columns"
        ).fetchall()
    for catalog, schema, table, column, kind in rows:
        of_schema = tables.setdefault(catalog, {}).setdefault(schema, {})
        of_schema.setdefault(table, {})[column] = kind
    return tables
