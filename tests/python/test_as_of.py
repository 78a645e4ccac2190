"""What was known on a day: the macros of the published file and a replay of the build agree."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import copy_published, no_progress

import muster
from muster.build import replay
from muster.project import Project

DAY = date(2025, 12, 27)


@pytest.fixture(scope="module")
def replayed(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse as it would have been on the day after the December claim."""
    return replay(copy_published(built, tmp_path_factory.mktemp("replay")), DAY, no_progress)


@pytest.mark.parametrize("table", ["figures", "events", "timeline"])
def test_a_replay_and_the_macro_know_the_same(built: Project, replayed: Path, table: str) -> None:
    # the occasion is the one thing that is told as it is known today
    columns = "* exclude (occasion_id)" if table == "figures" else "*"
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        connection.execute("attach ? as replayed (read_only)", [str(replayed)])
        then = f"select {columns} from replayed.main.{table}"
        macro = f"select {columns} from {table}_as_of('{DAY}')"
        assert connection.execute(f"select count(*) > 100 from ({then})").fetchone() == (True,)
        assert connection.execute(f"{macro} except {then}").fetchall() == []
        assert connection.execute(f"{then} except {macro}").fetchall() == []


def test_a_replay_and_the_solver_know_the_same_band(built: Project, replayed: Path) -> None:
    columns = "month, cumulative_lower_bound, cumulative_upper_bound, is_contested"
    known = muster.recruitment_as_of(DAY, "IRQ", warehouse=built.warehouse)
    then = muster.sql(
        f"select {columns} from recruitment_monthly "
        "where population = 'IRQ' and measure = 'recruited' order by month",
        warehouse=replayed,
    )
    assert then.height > 12
    assert known.select(then.columns).join(then, on="month", how="semi").equals(then)


def test_where_no_figure_speaks_there_is_no_band(built: Project) -> None:
    for day, population, measure in (
        (date(2021, 12, 31), "IRQ", "recruited"),
        (DAY, "ISL", "recruited"),
        (DAY, "IRQ", "killed"),
    ):
        band = muster.recruitment_as_of(day, population, measure, warehouse=built.warehouse)
        assert band.is_empty()
        assert "cumulative_lower_bound" in band.columns


def test_a_replay_publishes_nothing(built: Project, replayed: Path) -> None:
    assert replayed.parent.name == "replays"
    assert not (replayed.parent.parent / "aside" / "warehouse.duckdb").exists()


def test_what_a_replay_does_not_know_is_left_out_with_a_reason(replayed: Path) -> None:
    with duckdb.connect(str(replayed), read_only=True) as connection:
        counts = connection.execute("""
            select
                (select count(*) from landing.raw_figure_mentions),
                (select count(*) from figure_mentions)
                + (select count(*) from left_out
                   where reason = 'not_published_yet' and left_out_of = 'figures')
        """).fetchone()
    assert counts is not None
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("at_built")
def test_a_claim_grows_by_its_echoes_and_not_before_it_was_made() -> None:
    counts = {
        day: muster.sql(
            f"select article_count from figures_as_of('{day}') "
            "where period = '2025-12' and value_low = 150"
        )["article_count"].to_list()
        for day in ("2025-12-25", "2025-12-26", "2026-12-31")
    }
    assert counts == {"2025-12-25": [], "2025-12-26": [1], "2026-12-31": [7]}
