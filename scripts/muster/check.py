"""Every fault of the seeds in one run: where it stands, what was found, what was expected.

`check` reads and never writes. Nothing later in the pipeline looks at a seed that has a fault.
What is looked at, in this order: the YAML (``seed_schema``), the form of each CSV
(``seed_tables``), each field (``cell_rules``), review decisions (``review_rules``), each row
(``row_rules``), new rows without an id (``ids``), what landed in bulk (``bulk_check``), and whether
claims stand in the texts of the store (``landing.recheck``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from muster import ids
from muster.bulk import Bulk
from muster.cell_rules import CellRules
from muster.characters import VISIBLE, invisible
from muster.faults import Fault, shown
from muster.populations import PopulationCodes
from muster.review_rules import DECISIONS, Reviews
from muster.row_rules import Codebook, RowFault, row_faults
from muster.seed_files import project_relative
from muster.seed_schema import Schemas, read_schemas
from muster.seed_tables import Table
from muster.seeds import Row


def check(root: Path) -> list[Fault]:
    """Look at every seed of the project at ``root``; return all faults in order of place."""
    schemas = read_schemas(root)
    faults = [*schemas.faults, *_undescribed(root, schemas)]
    tables = {}
    for seed in schemas.seeds.values():
        table = Table.read(seed, root)
        faults += table.faults
        if table.is_readable:
            tables[seed.name] = table
    populations = PopulationCodes.from_rows(
        {name: [row for _, row in table.rows] for name, table in tables.items()}
    )
    cells = {n: CellRules.of(table.seed, tables, populations) for n, table in tables.items()}
    bulk = Bulk.of(root)
    cells = {name: rules.with_landed(bulk, tables[name]) for name, rules in cells.items()}

    # rows are looked at as wholes when every field is right
    found = [fault for name, table in tables.items() for fault in _cell_faults(table, cells[name])]
    sound = {name: _without(found, table) for name, table in tables.items()}
    reviews = Reviews()
    if decisions := tables.get(DECISIONS):
        reviews = Reviews.of(decisions, sound[DECISIONS], schemas, tables, cells, bulk=bulk)
    found += reviews.faults
    codebook = Codebook.of(sound)
    for name, table in sound.items():
        # without all decisions nobody knows what they leave of what landed
        if not table.seed.reviewed or (decisions and decisions.is_whole):
            found += _row_faults(table, cells[name], codebook, reviews)
    sound = {name: _without(found, table) for name, table in tables.items()}
    found += _id_faults(sound.values())
    if bulk.files:
        found += _bulk_faults(
            bulk, schemas=schemas, tables=tables, cells=cells, codebook=codebook, reviews=reviews
        )
    if (root / "store").is_dir():
        from muster.landing.recheck import landed_faults

        found += landed_faults(root, sound)
    return sorted([*faults, *found])


def _bulk_faults(
    bulk: Bulk,
    *,
    schemas: Schemas,
    tables: Mapping[str, Table],
    cells: Mapping[str, CellRules],
    codebook: Codebook,
    reviews: Reviews,
) -> Iterator[Fault]:
    """Judge what landed in bulk by the rules of its seeds; where a seed is unread, by none."""
    from muster.bulk_check import LANDED, BulkTable, one_form_faults

    for name in bulk.files:
        if name not in schemas.seeds or not name.startswith("raw_"):
            file = project_relative(bulk.files[name][0], bulk.root)
            yield Fault(file, 1, 1, "", f"a folder {name}", "one of a landing seed's name")
    landed = {
        name: BulkTable(tables[name].seed, bulk) for name in bulk.files if name.startswith("raw_")
        and name in tables
    }  # fmt: skip
    if faults := [fault for table in landed.values() for fault in table.form_faults()]:
        yield from faults
        return  # a file that cannot be read says nothing of references to it
    for name, table in landed.items():
        rules = cells[name].without(LANDED)
        for suspects in table.suspects(reviews.subjects(name)):
            articles = {row["article_id"] for _, row in suspects.rows if "article_id" in row}
            known = replace(
                codebook, text_lengths={**codebook.text_lengths, **table.text_lengths(articles)}
            )
            found = [*_cell_faults(suspects, rules), *one_form_faults(suspects)]
            yield from found
            yield from _row_faults(_without(found, suspects), rules, known, reviews)
        yield from table.set_faults(tables)


def _undescribed(root: Path, schemas: Schemas) -> Iterator[Fault]:
    known = {seed.csv_path for seed in schemas.seeds.values()}
    for path in sorted((root / "seeds").rglob("*.csv")):
        if path not in known and path.stem not in schemas.unread:
            file = project_relative(path, root)
            expected = f"a seed named {path.stem} in a YAML beside it"
            yield Fault(file, 1, 1, "", "a CSV that no YAML describes", expected)


def _without(faults: Iterable[Fault], table: Table) -> Table:
    """Return the table without the rows that have one of the faults."""
    lines = {fault.line for fault in faults if fault.file == table.file}
    return replace(table, rows=[pair for pair in table.rows if pair[0].line not in lines])


def _cell_faults(table: Table, rules: CellRules) -> Iterator[Fault]:
    columns = table.seed.columns
    for record, row in table.rows:
        for position, name in invisible(record.text):
            field = columns[bisect_right(record.starts, position + 1) - 1].name
            yield Fault(table.file, record.line, position + 1, field, name, VISIBLE)
        for column in columns:
            if expected_value := rules.fault(column, row[column.name]):
                yield table.at(record, column.name, shown(row[column.name]), expected_value)


def _row_faults(
    table: Table, rules: CellRules, codebook: Codebook, reviews: Reviews
) -> Iterator[Fault]:
    """Judge rows as review decisions leave them: landed rows stay as they came."""
    name = table.seed.name

    def judged(row: Row) -> list[RowFault]:
        return rules.pair_faults(row) + row_faults(name, row, codebook)

    for record, row in table.rows:
        subject = name, row.get("mention_id", "")
        if subject[1] in reviews.exempt:
            continue
        if subject not in reviews.corrections:
            yield from (table.at(record, *fault) for fault in judged(row))
            continue
        landed = judged(row)
        for fault in judged(reviews.reviewed(subject, row)):
            if fault in landed and fault[0] not in reviews.corrections[subject]:
                yield table.at(record, *fault)
            else:
                yield reviews.blame(subject, fault)


def _id_faults(tables: Iterable[Table]) -> Iterator[Fault]:
    """Find the new rows that still wait for their ids."""
    for table in tables:
        if ids.has_mention_ids(table.seed):
            for record, row in table.rows:
                if ids.PROVISIONAL.fullmatch(row["mention_id"]):
                    expected = "an id: `muster tidy` writes those of new rows"
                    yield table.at(record, "mention_id", shown(row["mention_id"]), expected)
