"""How the cost of echoes, occasions, revisions and contradictions grows with the mentions.

    python tests/benchmarks/echoes.py

Takes the published warehouse (`muster build` first) and multiplies its figure mentions: each copy is
told some weeks later, with other numbers, by other articles, so that the shape of the data stays. On
each size it runs the SQL of the models, as dbt compiled it, in plain DuckDB in memory. The last
column is what each doubling of the mentions multiplies the time by: 2 is linear, 4 is quadratic.
"""

from __future__ import annotations

import math
import re
import sys
import time

import duckdb

from muster.project import Project

MODELS = (
    "int_claim_mentions", "int_claims", "int_claim_links", "int_claim_roots",
    "int_placed_figure_mentions", "int_figures", "int_occasion_ties", "int_occasions",
    "int_successions", "int_disagreements",
)  # fmt: skip
SIZES = (1, 4, 13, 52, 104)
"""Copies of the 760 shipped mentions; 13 copies are some ten thousand, of which 6,400 are figures."""

COPY = """
    create table int_figure_mentions as
    select mentions.* replace (
        mention_id || '-' || copy as mention_id,
        article_id || '-' || copy as article_id,
        case when origin like 'unnamed:%' then origin || '-' || copy else origin end as origin,
        value_low * (1 + copy % 7) as value_low,
        value_high * (1 + copy % 7) as value_high,
        lower_bound * (1 + copy % 7) as lower_bound,
        upper_bound * (1 + copy % 7) as upper_bound,
        cast(period_from + to_days(37 * copy) as date) as period_from,
        cast(period_to + to_days(37 * copy) as date) as period_to,
        cast(period_end_from + to_days(37 * copy) as date) as period_end_from,
        cast(published_from + to_days(37 * copy) as date) as published_from,
        cast(published_to + to_days(37 * copy) as date) as published_to
    )
    from published.intermediate.int_figure_mentions as mentions
    cross join (select unnest(range({copies})) as copy)
"""


def main() -> None:
    """Print a line a size."""
    project = Project.find()
    compiled = project.dbt_target / "compiled" / "muster" / "models" / "intermediate"
    queries = {model: (compiled / f"{model}.sql").read_text("utf-8") for model in MODELS}
    before: tuple[int, float] | None = None
    print(f"{'mentions':>9} {'figures':>8} {'pairs':>8} {'seconds':>8} {'x per doubling':>15}")
    for copies in SIZES:
        with duckdb.connect() as connection:
            connection.execute(f"attach '{project.warehouse.resolve()}' as published (read_only)")
            connection.execute(COPY.format(copies=copies))
            started = time.perf_counter()
            for model, query in queries.items():
                connection.execute(f"create table {model} as {_local(query)}")
            seconds = time.perf_counter() - started
            counts = [_count(connection, name) for name in
                      ("int_figure_mentions", "int_figures", "int_disagreements")]  # fmt: skip
        growth = ""
        if before:
            doublings = math.log2(counts[0] / before[0])
            growth = f"{(seconds / before[1]) ** (1 / doublings):.2f}"
        print(f"{counts[0]:>9,} {counts[1]:>8,} {counts[2]:>8,} {seconds:>8.2f} {growth:>15}")
        before = counts[0], seconds


def _local(query: str) -> str:
    """Read made tables here, and everything else from the published file."""
    names = "|".join((*MODELS, "int_figure_mentions"))
    query = re.sub(rf'"[^"]+"\."intermediate"\."({names})"', r"\1", query)
    return re.sub(r'"(?!published)[^".]+"\.("\w+"\."\w+")', r"published.\1", query)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    [(count,)] = connection.execute(f"select count(*) from {table}").fetchall()
    return int(count)


if __name__ == "__main__":
    sys.exit(main())
