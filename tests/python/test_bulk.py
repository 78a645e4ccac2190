"""What landed in bulk is read, checked, counted and fingerprinted as the seeds are."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest
from conftest import no_progress

from muster.build import build
from muster.bulk import FOLDER
from muster.check import check
from muster.faults import Fault
from muster.fingerprint import fingerprint
from muster.project import Project
from muster.seed_schema import load_seeds
from muster.seeds import read_rows, to_csv

LANDING = ("raw_articles", "raw_figure_mentions", "raw_event_mentions", "raw_event_participants")
MENTION = "0019b12456840316"
"""A figure mention on which nobody decided."""

BREAKAGES = [
    ("raw_figure_mentions", "measure", "recruted"),
    ("raw_figure_mentions", "relation", ""),
    ("raw_figure_mentions", "relation", "at_most"),
    ("raw_figure_mentions", "unit", "RUB"),
    ("raw_figure_mentions", "value_low", "-5"),
    ("raw_figure_mentions", "value_high", "7"),
    ("raw_figure_mentions", "period", "2025-13"),
    ("raw_figure_mentions", "period", ""),
    ("raw_figure_mentions", "population", "AFRICA+XYZ"),
    ("raw_figure_mentions", "kind", "point"),
    ("raw_figure_mentions", "summary", "a sum\u00admary"),
    ("raw_figure_mentions", "quote_start", "4"),
    ("raw_articles", "language", "English"),
    ("raw_articles", "url", "ftp://example.org"),
    ("raw_articles", "published_on", "2025/2026"),
    ("raw_articles", "text_length", "0"),
    ("raw_articles", "text_sha256", "abc"),
    ("raw_articles", "outlet", "No such label"),
]


@pytest.fixture
def landed(sources: Project) -> Project:
    """A project in which its own articles landed once more, in bulk and under other ids."""
    seeds = load_seeds(sources.root)
    decisions = seeds["review_decisions"].csv_path
    with duckdb.connect() as connection:
        for name in LANDING:
            seed = seeds[name]
            types = {c.name: {"string": "varchar"}.get(c.type, c.type) for c in seed.columns}
            connection.execute(
                f"create table {name} as from read_csv('{seed.csv_path}', header=true, columns={types})"
            )
            if "mention_id" in seed.header:
                connection.execute(
                    f"delete from {name} where mention_id in ({DECIDED})", [str(decisions)]
                )
            for column in ("article_id", "mention_id"):
                if column in seed.header:
                    connection.execute(f"update {name} set {column} = {NEW_ID[column]}")
            folder = sources.root / FOLDER / name
            folder.mkdir(parents=True)
            connection.execute(f"copy {name} to '{folder}/batch.parquet'")
    return sources


DECIDED = "select subject_id from read_csv(?, header=true, all_varchar=true)"
"""What reviewers corrected would be wrong as it landed."""

NEW_ID = {
    "article_id": "article_id || '-again'",
    "mention_id": "substr(md5(mention_id), 1, 16)",
}


def rewrite(project: Project, table: str, edit: str) -> None:
    """Change a Parquet file of the landing by a statement on the table ``landed``."""
    file = project.root / FOLDER / table / "batch.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"create table landed as from '{file}'")
        connection.execute(edit)
        connection.execute(f"copy landed to '{file}'")


def test_sound_parquet_has_no_faults(landed: Project) -> None:
    assert check(landed.root) == []


def test_a_wrong_value_is_told_as_in_a_seed(landed: Project) -> None:
    seeds = load_seeds(landed.root)
    rows = {table: read_rows(seeds[table].csv_path) for table in LANDING}
    alike = {
        # one mention, or one article, a breakage
        "raw_figure_mentions": (
            row for row in rows["raw_figure_mentions"]
            if row["measure"] == "recruited" and row["relation"] in ("exact", "more_than")
        ),
        "raw_articles": iter(rows["raw_articles"]),
    }  # fmt: skip
    for table, column, value in BREAKAGES:
        row, key = next(alike[table]), seeds[table].key[0]
        row[column] = value
        again = NEW_ID[key].replace(key, f"'{row[key]}'")
        written = f"'{value}'" if value else "null"
        rewrite(landed, table, f"update landed set {column} = {written} where {key} = {again}")
    in_parquet = check(landed.root)

    for name in LANDING:
        (landed.root / FOLDER / name / "batch.parquet").unlink()
        seeds[name].csv_path.write_text(to_csv(seeds[name], rows[name]), "utf-8")
    in_seed = check(landed.root)
    assert len(in_seed) >= len(BREAKAGES)
    assert said(in_parquet) == said(in_seed)
    assert {Path(fault.file).parent.name for fault in in_parquet} == {t for t, *_ in BREAKAGES}


def said(faults: list[Fault]) -> list[tuple[str, str, str]]:
    return sorted(
        (fault.field, fault.found, fault.expected.replace("-again", "")) for fault in faults
    )


def test_the_row_of_a_fault_is_the_row_of_the_file(landed: Project) -> None:
    rewrite(landed, "raw_figure_mentions", "update landed set side = 'XX' where rowid = 41")
    [fault] = check(landed.root)
    assert (fault.line, fault.field, fault.found) == (42, "side", '"XX"')


def test_a_key_that_stands_in_the_seed_already_is_found(landed: Project) -> None:
    edit = f"update landed set mention_id = '{MENTION}' where mention_id = substr(md5('{MENTION}'), 1, 16)"
    rewrite(landed, "raw_figure_mentions", edit)
    [fault] = check(landed.root)
    assert fault.field == "mention_id"
    assert MENTION in fault.found


def test_a_mention_without_its_article_is_found(landed: Project) -> None:
    rewrite(landed, "raw_event_mentions", "update landed set article_id = 'gone' where rowid = 7")
    [fault] = check(landed.root)
    assert (fault.line, fault.field, fault.found) == (8, "article_id", '"gone"')


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        ("alter table landed drop side", "mention_id, article_id"),
        ("alter table landed alter value_low type varchar", "the type VARCHAR"),
    ],
)
def test_a_file_of_another_table_is_found(landed: Project, edit: str, found: str) -> None:
    rewrite(landed, "raw_figure_mentions", edit)
    [fault] = check(landed.root)
    assert found in fault.found


def test_a_file_that_is_no_parquet_is_found(landed: Project) -> None:
    file = landed.root / FOLDER / "raw_articles" / "batch.parquet"
    file.write_text("no Parquet")
    [fault] = check(landed.root)
    assert (fault.file, fault.expected) == (
        f"{FOLDER}/raw_articles/batch.parquet",
        "a Parquet file",
    )


def test_decisions_may_be_about_mentions_that_landed_in_bulk(landed: Project) -> None:
    file = landed.root / "seeds" / "review" / "review_decisions.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        last = list(csv.DictReader(lines))[-1]
    mention = read_parquet_id(landed)
    row = {**last, "decision": "reject", "subject_table": "raw_figure_mentions"}
    row |= {"subject_id": mention, "field": "", "found": "", "corrected": ""}
    row["decision_id"] = f"{row['decided_on']}-999"
    seed = load_seeds(landed.root)["review_decisions"]
    file.write_text(to_csv(seed, [*read_rows(file), row]), "utf-8")
    rewrite(
        landed,
        "raw_figure_mentions",
        f"update landed set note = null, unit = 'RUB' where mention_id = '{mention}'",
    )
    assert check(landed.root) == []


def read_parquet_id(project: Project) -> str:
    file = project.root / FOLDER / "raw_figure_mentions" / "batch.parquet"
    [(mention,)] = duckdb.execute(f"select min(mention_id) from '{file}'").fetchall()
    return str(mention)


def count_parquet(project: Project, table: str) -> int:
    files = project.root / FOLDER / table / "*.parquet"
    [(count,)] = duckdb.execute(f"select count(*) from '{files}'").fetchall()
    return int(count)


def test_a_build_has_the_rows_of_both(landed: Project) -> None:
    before = fingerprint(landed)
    build(landed, no_progress, skip_notebooks=True)
    with duckdb.connect(str(landed.warehouse.resolve()), read_only=True) as connection:
        [(count,)] = connection.execute("select count(*) from articles").fetchall()
        [(again,)] = connection.execute(
            "select count(*) from figure_mentions where article_id like '%-again'"
        ).fetchall()
    assert count == 2 * len(read_rows(landed.root / "seeds" / "landing" / "raw_articles.csv"))
    assert again == count_parquet(landed, "raw_figure_mentions")
    rewrite(landed, "raw_articles", "update landed set topic = 'another' where rowid = 0")
    assert fingerprint(landed) != before
