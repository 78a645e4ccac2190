"""What changed between two publications is listed with its cause."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from muster.changes import record
from muster.project import Project

DECEMBER = "(select figure_id from figures where period = '2025-12' and value_low = 150)"
ITS_MENTIONS = f"(select mention_id from figure_mentions where figure_id = {DECEMBER})"
ITS_ORIGIN = f"(select mention_id from figure_mentions where is_origin and figure_id = {DECEMBER})"
TOLD_LESS = f"update figures set mention_count = 6 where figure_id = {DECEMBER}"


@pytest.fixture
def files(built: Project, tmp_path: Path) -> tuple[Path, Path]:
    """The published warehouse twice: as it is, and to be changed."""
    previous, now = tmp_path / "previous.duckdb", tmp_path / "now.duckdb"
    shutil.copy(built.warehouse.resolve(), previous)
    shutil.copy(built.warehouse.resolve(), now)
    return previous, now


def changes(files: tuple[Path, Path], *statements: str) -> list[tuple[str, str, str]]:
    previous, now = files
    with duckdb.connect(str(now)) as connection:
        for statement in statements:
            connection.execute(statement)
    record(now, previous, "the one before")
    with duckdb.connect(str(now), read_only=True) as connection:
        rows = connection.execute("select item_kind, change, cause from changes order by all")
        return rows.fetchall()


def test_two_equal_publications_have_no_changes(files: tuple[Path, Path]) -> None:
    assert changes(files) == []


@pytest.mark.parametrize(
    ("cause", "statement"),
    [
        ("source", f"delete from landing.raw_articles where article_id in (select article_id from figure_mentions where mention_id in {ITS_MENTIONS})"),
        ("extraction", f"update landing.raw_figure_mentions set extractor_version = 'new' where mention_id = {ITS_ORIGIN}"),
        ("review", f"insert into review.review_decisions by name select * replace ('x' as decision_id, {ITS_ORIGIN} as subject_id) from review.review_decisions limit 1"),
        ("resolver", "update registry.registry_actors set note = 'other'"),
        ("codebook", "update codebook.tolerances set tolerance_pct = 5"),
        ("model", "select 1"),
    ],
)  # fmt: skip
def test_a_figure_that_changed_says_why(
    files: tuple[Path, Path], cause: str, statement: str
) -> None:
    assert changes(files, TOLD_LESS, statement) == [("figure", "changed", cause)]


def test_what_came_and_what_went_is_listed(files: tuple[Path, Path]) -> None:
    found = changes(
        files,
        f"update figures set figure_id = 'another' where figure_id = {DECEMBER}",
        "delete from events where event_id = (select min(event_id) from events)",
    )
    assert sorted((kind, change) for kind, change, _ in found) == [
        ("event", "went"), ("figure", "appeared"), ("figure", "went"),
    ]  # fmt: skip


def test_a_figure_that_went_into_another_went_for_what_changed_there(
    files: tuple[Path, Path],
) -> None:
    found = changes(
        files,
        f"update figure_mentions set figure_id = 'another' where figure_id = {DECEMBER}",
        f"update figures set figure_id = 'another' where figure_id = {DECEMBER}",
        "delete from landing.raw_articles where article_id = "
        "(select min(article_id) from figure_mentions where figure_id = 'another')",
    )
    assert ("figure", "went", "source") in found
    assert ("figure", "appeared", "source") in found


def test_a_damaged_publication_before_leaves_the_list_empty(files: tuple[Path, Path]) -> None:
    files[0].write_bytes(b"no database")
    assert changes(files, TOLD_LESS) == []
