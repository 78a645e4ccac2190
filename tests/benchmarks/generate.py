"""An archive of about N mentions with the shape of the shipped ones, as Parquet for the landing.

    python tests/benchmarks/generate.py 1_000_000 store/landing

The archive is the shipped articles told in many editions. An edition keeps what belongs together in
an article and between articles: who speaks, echo trees, revisions, aliases, coarse dates, languages.
It moves all days by whole months, multiplies counts, and speaks of other peoples. Editions share their
peoples as a larger archive would repeat its subjects: the last doubling of the shipped figures
multiplied their contracts (measure, unit, population, side, kind) by two to the power of 0.74.

On top of that articles are reprinted, few of them by very many outlets, and reprints lose what the
shipped echoes lose: bounds, speakers, exact numbers, days. Every choice is a hash of what is chosen
for and of the seed, so the same call makes the same rows.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import duckdb

from muster.project import Project
from muster.seed_schema import Seed, load_seeds

BREADTH = 0.75
"""Power with which the peoples that are spoken of grow with the editions."""

MONTHS_BACK = 48
"""Editions are moved back by fewer months than this; the shipped articles cover as many."""

SQL = Path(__file__).with_suffix(".sql")


def main() -> None:
    """Read the command line, write the archive, tell its rows by table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("mentions", type=lambda text: int(text.replace("_", "")))
    parser.add_argument("landing", type=Path, help="folder that gets a folder a table")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for table, count in generate(arguments.mentions, arguments.landing, arguments.seed).items():
        print(f"{table:<24} {count:>12,}")


def generate(mentions: int, landing: Path, seed: int = 1) -> dict[str, int]:
    """Write about ``mentions`` figure, event and statement mentions, with what belongs to them.

    Args:
        mentions: how many in all; an archive has whole editions, of some 3,000 each.
        landing: the folder of the landing; each table gets one file in a folder of its own.
        seed: another seed, another archive.

    Returns:
        Rows by table.
    """
    seeds = load_seeds(Project.find().root)
    with duckdb.connect(config={"preserve_insertion_order": "false"}) as connection:
        for name in seeds:
            connection.execute(f"create table {name} as {_read(seeds[name])}")
        _move_dates(connection)
        variables = {
            "seed": seed, "mentions": mentions, "breadth": BREADTH, "months_back": MONTHS_BACK,
        }  # fmt: skip
        for name, value in variables.items():
            connection.execute(f"set variable {name} = ?", [value])
        connection.execute(SQL.read_text("utf-8"))
        counts = {}
        for table, schema in seeds.items():
            if not table.startswith("raw_"):
                continue
            folder = landing / table
            folder.mkdir(parents=True, exist_ok=True)
            columns = ", ".join(schema.header)
            [(count,)] = connection.execute(
                f"copy (select {columns} from made_{table}) to $path (format parquet, compression zstd)",
                {"path": str(folder / f"generated-{seed}.parquet")},
            ).fetchall()
            counts[table] = int(count)
    return counts


def _read(seed: Seed) -> str:
    types = ", ".join(f"'{c.name}': '{_TYPES.get(c.type, c.type)}'" for c in seed.columns)
    return f"from read_csv('{seed.csv_path}', header=true, columns={{{types}}})"


_TYPES = {"string": "varchar"}


def _move_dates(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``moved``: every date of the seeds, moved back by each number of months."""
    texts = connection.execute(
        "select published_on from raw_articles union select period from raw_figure_mentions "
        "union select date from raw_event_mentions union select period from raw_statement_mentions"
    ).fetchall()
    moved = [
        (text, months, _moved(text, months))
        for (text,) in texts
        if text is not None
        for months in range(MONTHS_BACK)
    ]
    connection.execute(
        "create table moved as select unnest($written) as written, "
        "cast(unnest($months) as integer) as months, unnest($becomes) as becomes",
        dict(
            zip(("written", "months", "becomes"), map(list, zip(*moved, strict=True)), strict=True)
        ),
    )


def _moved(text: str, months: int) -> str:
    """Move an EDTF text back by months; by the nearest whole years where it names a year alone."""
    sides = [_DATE.sub(lambda date: _earlier(date, months), side) for side in text.split("/")]
    if len(sides) == 2 and sides[0][:7] > sides[1][:7].ljust(7, "~") and ".." not in sides:
        years = round(months / 12) * 12
        sides = [_DATE.sub(lambda date: _earlier(date, years), side) for side in text.split("/")]
    return "/".join(sides)


def _earlier(date: re.Match[str], months: int) -> str:
    year, month, day = date.groups()
    if month is None:
        return f"{int(year) - round(months / 12):04d}"
    count = int(year) * 12 + int(month) - 1 - months
    earlier = f"{count // 12:04d}-{count % 12 + 1:02d}"
    # the 28th is in every month
    return f"{earlier}-{min(int(day), 28):02d}" if day else earlier


_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


if __name__ == "__main__":
    main()
