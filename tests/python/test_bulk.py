"""What landed in bulk is read, checked, counted and fingerprinted as the seeds are."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import small_engine
from conftest import no_progress
from small_engine import SmallVerifier

from muster.build import build
from muster.bulk import FOLDER
from muster.check import check
from muster.extraction.document import Article, Extraction
from muster.faults import Fault
from muster.fingerprint import fingerprint
from muster.landing.batch import Engine, Outcome
from muster.landing.land import land
from muster.project import Project
from muster.reading.pages import Known
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
            for column, value in NEW_ID.items():
                if column in seed.header:
                    connection.execute(f"update {name} set {column} = {value}")
            folder = sources.root / FOLDER / name
            folder.mkdir(parents=True)
            connection.execute(f"copy {name} to '{folder}/batch.parquet'")
    return sources


DECIDED = "select subject_id from read_csv(?, header=true, all_varchar=true)"
"""What reviewers corrected would be wrong as it landed."""

NEW_ID = {
    "article_id": "article_id || '-again'",
    # of one address, the later would be another version of the earlier
    "url": "url || '?again'",
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


STORY = (
    "At least 40 Nepalis have joined since the spring, said Jane Roe, head of the committee.\n" * 3
)


def landed_in_bulk(
    project: Project, text: str, *, again: bool = False, bulk: bool = True
) -> Outcome:
    source = project.root / "story.txt"
    source.write_text(text, "utf-8")
    return land(
        project,
        [str(source)],
        engine=Engine(small_engine.extract, small_engine.summary),
        moment=datetime(2026, 11, 25, 12, tzinfo=UTC),
        again=again,
        bulk=bulk,
        known=Known(outlet="The Kyiv Independent", published_on="2026-01-10"),
        verifier=SmallVerifier(project.root),
    )


def test_landing_in_bulk_leaves_the_seeds_alone_and_lands_once(sources: Project) -> None:
    seed = sources.root / "seeds" / "landing" / "raw_articles.csv"
    before = seed.read_bytes()
    outcome = landed_in_bulk(sources, STORY)
    assert outcome.claims["raw_figure_mentions"] > 0
    assert seed.read_bytes() == before
    assert check(sources.root) == []
    assert count_parquet(sources, "raw_articles") == 1
    assert count_parquet(sources, "raw_figure_mentions") == outcome.claims["raw_figure_mentions"]
    for bulk in (True, False):
        assert landed_in_bulk(sources, STORY, bulk=bulk).changed == []


def test_a_claim_that_is_gone_when_extracted_again_leaves_its_file(sources: Project) -> None:
    landed_in_bulk(sources, STORY)
    count = count_parquet(sources, "raw_figure_mentions")

    def nothing(article: Article) -> Extraction:
        return replace(small_engine.extract(article), figures=())

    outcome = land(
        sources,
        [str(sources.root / "story.txt")],
        engine=Engine(nothing, small_engine.summary),
        again=True,
        known=Known(outlet="The Kyiv Independent", published_on="2026-01-10"),
        verifier=SmallVerifier(sources.root),
    )
    assert outcome.dropped == count
    assert count_parquet(sources, "raw_figure_mentions") == 0
    assert check(sources.root) == []
