"""Numbers of different contracts are never put together: the macro refuses, and no model evades it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from muster.dbt_run import environment
from muster.project import Project

NUMBERS = {
    "value_low", "value_high", "lower_bound", "upper_bound",
    "cumulative_lower_bound", "cumulative_upper_bound",
}  # fmt: skip

ONE = "('recruited', 'persons', 'IRQ', 'RU', 'flow', {})"
OTHERS = {
    "measure": "('killed', 'persons', 'IRQ', 'RU', 'flow', 5.0)",
    "unit": "('recruited', 'cases', 'IRQ', 'RU', 'flow', 5.0)",
    "population": "('recruited', 'persons', 'ALL', 'RU', 'flow', 5.0)",
    "side": "('recruited', 'persons', 'IRQ', 'UA', 'flow', 5.0)",
    "kind": "('recruited', 'persons', 'IRQ', 'RU', 'cumulative', 5.0)",
}


@pytest.fixture(scope="module")
def guarded_sum(published_module: Project) -> str:
    """Compile a sum with the macro, as a model would have it."""
    result = subprocess.run(
        [
            Path(sys.executable).with_name("dbt"), "--quiet", "compile", "--inline",
            "select {{ within_contract('sum(figures.value)') }} as total from figures",
        ],
        env=environment(published_module, published_module.aside / "none.duckdb"),
        cwd=published_module.root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return result.stdout


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


def aggregates_of_numbers(sql: str) -> list[str]:
    """Find what puts the numbers of several figures together outside the macro."""
    found = []
    for node in sqlglot.parse_one(sql, dialect="duckdb").walk():
        if isinstance(node, exp.Sum | exp.Avg | exp.Min | exp.Max | exp.Median):
            if _numbers(node) and not _is_guarded(node):
                found.append(node.sql())
        elif isinstance(node, exp.Add | exp.Sub):
            left, right = (_numbers(side) for side in (node.left, node.right))
            if left and right and {c.table for c in left} != {c.table for c in right}:
                found.append(node.sql())
    return found


def _numbers(node: exp.Expr) -> list[exp.Column]:
    return [column for column in node.find_all(exp.Column) if column.name in NUMBERS]


def _is_guarded(node: exp.Expr) -> bool:
    case = node.find_ancestor(exp.Case)
    return case is not None and "figures of different contracts" in case.sql()


def test_the_search_finds_what_it_should() -> None:
    assert aggregates_of_numbers("select sum(lower_bound) from figures") == ["SUM(lower_bound)"]
    assert aggregates_of_numbers(
        "select avg(f.value_low) over (partition by f.kind) from figures as f"
    )
    assert aggregates_of_numbers("select b.lower_bound - a.lower_bound from figures a, figures b")
    assert aggregates_of_numbers("select sum(mention_count) from figures") == []


def test_no_model_puts_numbers_together_outside_the_macro(built: Project) -> None:
    compiled = sorted((built.dbt_target / "compiled" / "muster" / "models").rglob("*.sql"))
    models = [path for path in compiled if path.parent.suffix != ".yml"]
    assert len(models) > 30
    found = {path.name: aggregates_of_numbers(path.read_text("utf-8")) for path in models}
    assert {name: nodes for name, nodes in found.items() if nodes} == {}
