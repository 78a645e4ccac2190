"""The band from and to the warehouse: fills two marts when dbt is done, answers for a past day."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from muster.recruitment.allowed import Allowed
from muster.recruitment.bands import Month, Solved, solve
from muster.recruitment.disputes import Dispute, find_disputes
from muster.recruitment.space import Constraint, Space

BANDS = pl.Schema(
    {
        "population": pl.String,
        "measure": pl.String,
        "month": pl.Date,
        "lower_bound": pl.Float64,
        "upper_bound": pl.Float64,
        "cumulative_lower_bound": pl.Float64,
        "cumulative_upper_bound": pl.Float64,
        "is_contested": pl.Boolean,
    }
)


def record(warehouse: Path, progress: Callable[[int, int, str], None] = lambda *_: None) -> None:
    """Fill ``recruitment_monthly`` and ``recruitment_conflicts`` of the file being built.

    Args:
        warehouse: the file, with all that dbt makes.
        progress: told before each measure how many months are done, of how many, and its name.
    """
    with duckdb.connect(str(warehouse)) as connection:
        makeup = _makeup(connection)
        bands: list[tuple[Any, ...]] = []
        conflicts: list[tuple[Any, ...]] = []
        asked = _months(connection)
        done, total = 0, sum(map(len, asked.values()))
        for measure, months in asked.items():
            progress(done, total, measure)
            done += len(months)
            solved, disputes, allowed = _solved(_constraints(connection, measure), months, makeup)
            bands += _rows(measure, solved)
            conflicts += _conflict_rows(measure, disputes, allowed.populations)
        connection.execute("""
            create temp table bands as
            select population, measure, month, columns('bound|contested')
            from recruitment_monthly where false
        """)
        for table, rows in (("bands", bands), ("recruitment_conflicts", conflicts)):
            if rows:
                connection.executemany(
                    f"insert into {table} values (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 (ours)
                    rows,
                )
        connection.execute("""
            insert into recruitment_monthly by name
            select months.* exclude (month_end), bands.* exclude (population, measure, month)
            from intermediate.int_recruitment_months as months
            inner join bands using (population, measure, month)
        """)


def known_on(
    connection: duckdb.DuckDBPyConnection, day: date, population: str, measure: str
) -> pl.DataFrame:
    """Solve for the band from the figures that had been told by the end of a day.

    Returns:
        the columns of ``BANDS``, a row for each month of the population that had begun.
    """
    months = [
        month
        for month in _months(connection)[measure]
        if month.population == population and month.first_day <= day
    ]
    constraints = _constraints(connection, measure, day)
    if not constraints:
        return pl.DataFrame(schema=BANDS)
    solved, _, _ = _solved(constraints, months, _makeup(connection))
    return pl.DataFrame(_rows(measure, solved), schema=BANDS, orient="row")


Makeup = tuple[dict[str, set[str]], dict[str, str]]
"""The members of populations, and the parents of groups."""


def _solved(
    constraints: Sequence[Constraint], months: Sequence[Month], makeup: Makeup
) -> tuple[list[Solved], list[Dispute], Allowed]:
    space = Space(constraints, {month.population for month in months}, *makeup)
    allowed = Allowed(space, constraints)
    disputes = find_disputes(allowed)
    return solve(space, allowed, disputes, months), disputes, allowed


def _makeup(connection: duckdb.DuckDBPyConnection) -> Makeup:
    members: dict[str, set[str]] = defaultdict(set)
    for population, member in connection.execute("from population_members").fetchall():
        members[population].add(member)
    parents = connection.execute(
        "select population, parent from registry.registry_populations where parent is not null"
    ).fetchall()
    return dict(members), dict(parents)


def _months(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Month]]:
    months: dict[str, list[Month]] = defaultdict(list)
    for measure, *month in connection.execute("""
        select measure, population, month, month_end
        from intermediate.int_recruitment_months order by measure, population, month
    """).fetchall():
        months[measure].append(Month(*month))
    return months


def _constraints(
    connection: duckdb.DuckDBPyConnection, measure: str, day: date | None = None
) -> list[Constraint]:
    rows = connection.execute(
        """
        select figure_id, rule, population, persons, starts_on, ends_on
        from recruitment_constraints
        where
            measure = $measure
            and told_on <= coalesce($day, told_on)
            and (withdrawn_on is null or withdrawn_on > $day)
        order by figure_id, rule
        """,
        {"measure": measure, "day": day},
    ).fetchall()
    return [Constraint(*row) for row in rows]


def _rows(measure: str, solved: Iterable[Solved]) -> list[tuple[Any, ...]]:
    """Rows with the columns of ``BANDS``."""
    return [
        (
            one.month.population,
            measure,
            one.month.first_day,
            *one.within.ends(),
            *one.by_its_end.ends(),
            one.is_contested,
        )
        for one in solved
    ]


def _conflict_rows(
    measure: str, disputes: Iterable[Dispute], populations: Mapping[str, str]
) -> Iterator[tuple[Any, ...]]:
    for dispute in disputes:
        smallest = dispute.smallest
        for conflict in dispute.conflicts:
            for figure in sorted(conflict):
                yield (
                    _id(conflict),
                    _id(dispute.figures),
                    figure,
                    measure,
                    populations[figure],
                    smallest and len(smallest[0]),
                    smallest and any(figure in way for way in smallest),
                    smallest and all(figure in way for way in smallest),
                )


def _id(figures: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(figures)).encode()).hexdigest()[:16]
