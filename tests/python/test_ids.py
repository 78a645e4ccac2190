"""Ids of mentions: what they are made of, and how rows that people append get theirs."""

from __future__ import annotations

import hashlib

import pytest

from muster.check import check
from muster.ids import fits, has_mention_ids, mention_id, participants_by_event
from muster.project import MusterError, Project
from muster.seed_schema import Seed, load_seeds
from muster.seeds import Row, read_rows, to_line
from muster.tidy import tidy

FIGURES = "raw_figure_mentions"
EVENTS = "raw_event_mentions"
PARTICIPANTS = "raw_event_participants"


def rows_of(project: Project, name: str) -> tuple[Seed, list[Row]]:
    seed = load_seeds(project.root)[name]
    return seed, read_rows(seed.csv_path)


def append(project: Project, name: str, rows: list[Row]) -> None:
    """Append rows as a person does: at the end."""
    seed = load_seeds(project.root)[name]
    with seed.csv_path.open("a", encoding="utf-8", newline="") as stream:
        stream.writelines(to_line(row[column] for column in seed.header) + "\n" for row in rows)


@pytest.mark.parametrize("name", [FIGURES, "raw_statement_mentions"])
def test_the_id_of_every_landed_mention_is_its_hash(sources: Project, name: str) -> None:
    seed, rows = rows_of(sources, name)
    assert len(rows) > 700
    assert [row["mention_id"] for row in rows] == [mention_id(seed, row) for row in rows]


def test_the_id_of_every_landed_event_is_its_hash_with_its_participants(sources: Project) -> None:
    seed, rows = rows_of(sources, EVENTS)
    participants = participants_by_event(rows_of(sources, PARTICIPANTS)[1])
    assert len(rows) == len(participants) > 200
    assert all(fits(seed, row, participants[row["mention_id"]]) for row in rows)
    # in the order of the seed for most, as their coders had not ordered them otherwise
    as_ordered = [row for row in rows if mention_id(seed, row, participants[row["mention_id"]]) == row["mention_id"]]  # fmt: skip
    assert len(as_ordered) == 235


def test_the_recipe_is_the_one_that_is_written_down(sources: Project) -> None:
    seed, [row, *_] = rows_of(sources, EVENTS)
    left_out = {"mention_id", "extractor", "extractor_version", "extracted_at"}
    content = [value for name, value in row.items() if name not in left_out]
    text = "\x1f".join([*content, "accused: A; authority: B"])
    expected = hashlib.sha256(text.encode()).hexdigest()[:16]
    assert mention_id(seed, row, [("accused", "A"), ("authority", "B")]) == expected
    other = row | dict.fromkeys(left_out, "changed")
    assert mention_id(seed, other, [("accused", "A"), ("authority", "B")]) == expected


def test_every_landing_seed_of_mentions_has_such_ids(sources: Project) -> None:
    assert {seed.name for seed in load_seeds(sources.root).values() if has_mention_ids(seed)} == {
        FIGURES, EVENTS, "raw_statement_mentions", "raw_actor_mentions",
    }  # fmt: skip


@pytest.mark.parametrize("change", [{"measure": "killed"}, {"period": ""}, {"summary": "Another"}])
def test_no_other_content_fits(sources: Project, change: Row) -> None:
    seed, [row, *_] = rows_of(sources, FIGURES)
    assert not fits(seed, row | change)


@pytest.mark.parametrize("name", [FIGURES, "raw_statement_mentions"])
def test_tidying_gives_an_appended_row_its_id(sources: Project, name: str) -> None:
    _, [row, *_] = rows_of(sources, name)
    append(sources, name, [row | {"mention_id": "", "summary": " A new one "}])
    [missing, *_] = [fault for fault in check(sources.root) if fault.field == "mention_id"]
    assert "muster tidy" in missing.expected
    tidy(sources.root)
    assert check(sources.root) == []


def test_tidying_gives_an_appended_event_its_id_in_both_seeds(sources: Project) -> None:
    seed, [row, *_] = rows_of(sources, EVENTS)
    before = rows_of(sources, PARTICIPANTS)[1]
    append(sources, EVENTS, [row | {"mention_id": "new-1", "date": "2025"}, row | {"mention_id": "new-2", "date": "2026"}])  # fmt: skip
    new = [("new-1", "B", "authority"), ("new-1", "A", "accused"), ("new-2", "A", "accused")]
    append(sources, PARTICIPANTS, [dict(zip(("mention_id", "name", "role"), p, strict=True)) for p in new])  # fmt: skip
    tidy(sources.root)
    assert check(sources.root) == []
    expected = mention_id(seed, row | {"date": "2025"}, [("accused", "A"), ("authority", "B")])
    added = [p for p in rows_of(sources, PARTICIPANTS)[1] if p not in before]
    assert sorted((p["mention_id"] == expected, p["role"]) for p in added) == [
        (False, "accused"), (True, "accused"), (True, "authority"),
    ]  # fmt: skip


def test_two_new_events_of_one_name_are_refused_and_nothing_is_written(sources: Project) -> None:
    _, [row, *_] = rows_of(sources, EVENTS)
    append(sources, EVENTS, [row | {"mention_id": "new-1"}, row | {"mention_id": "new-1"}])
    path = load_seeds(sources.root)[EVENTS].csv_path
    before = path.read_bytes()
    with pytest.raises(MusterError, match="named new-1"):
        tidy(sources.root)
    assert path.read_bytes() == before
