"""Every fault of the seeds in one run: where it stands, what was found, what was expected.

`check` reads and never writes. Nothing later in the pipeline looks at a seed that has a fault.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from muster import edtf_level1
from muster.populations import PopulationCodes
from muster.seeds import (
    Column,
    Record,
    Row,
    Seed,
    SeedError,
    canonical,
    load_seeds,
    project_relative,
    read_records,
    to_line,
)

TIDY = "run `muster tidy`"


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong, at one place; ``column`` counts characters from 1."""

    file: str
    line: int
    column: int
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        """Write the fault as editors and people read it: file:line:column, found, expected."""
        field = f" {self.field}" if self.field else ""
        return (
            f"{self.file}:{self.line}:{self.column}:{field} "
            f"found {self.found}, expected {self.expected}"
        )


def check(root: Path) -> list[Fault]:
    """Look at every seed of the project at ``root``; return all faults in order of place.

    Raises:
        SeedError: a seed's YAML is missing or cannot be read, so nothing can be said of its CSV.
    """
    seeds = load_seeds(root)
    faults = list(_unknown_files(root, seeds))
    tables: dict[str, _Table] = {}
    for seed in seeds.values():
        faults += _yaml_faults(seed, seeds, root)
        try:
            table = _Table.read(seed, root)
        except SeedError as error:
            file, _, rest = str(error).partition(": found ")
            place = project_relative(seed.csv_path, root)
            line = int(file.rsplit(":", 1)[1]) if file.rsplit(":", 1)[-1].isdigit() else 1
            found, _, expected = rest.partition(", expected ")
            faults.append(Fault(place, line, 1, "", found, expected))
            continue
        faults += table.faults
        if table.is_readable:
            tables[seed.name] = table
    populations = PopulationCodes.from_rows(
        {name: [row for _, row in table.rows] for name, table in tables.items()}
    )
    for table in tables.values():
        faults += _value_faults(table, tables, populations)
    return sorted(faults)


@dataclass
class _Table:
    """A seed's sound rows, and the faults of its form."""

    seed: Seed
    file: str
    rows: list[tuple[Record, Row]]
    faults: list[Fault]
    is_readable: bool = True
    """False when the header is wrong: then the seed says nothing, and no reference is blamed."""

    @classmethod
    def read(cls, seed: Seed, root: Path) -> _Table:
        file = project_relative(seed.csv_path, root)
        table = cls(seed, file, [], [])
        records = read_records(seed.csv_path)
        if not records or records[0].fields != seed.header:
            found = ",".join(records[0].fields) if records else "an empty file"
            if found.startswith("\ufeff"):
                found = f"a byte order mark; {TIDY}; then {found[1:]}"
            table.is_readable = False
            table.faults.append(
                Fault(file, 1, 1, "", found, f"the header of its YAML: {','.join(seed.header)}")
            )
            return table
        for record in records[1:]:
            table.faults += table._line_faults(record)
            if record.fault is None and len(record.fields) == len(seed.columns):
                row = dict(zip(seed.header, record.fields, strict=True))
                table.rows.append((record, row))
        table.faults += table._key_faults()
        raw = seed.csv_path.read_bytes()
        if not raw.endswith(b"\n"):
            last = records[-1]
            table.faults.append(
                Fault(file, last.line, len(last.text) + 1, "", "no line end", f"one LF: {TIDY}")
            )
        return table

    def at(self, record: Record, name: str, found: str, expected: str) -> Fault:
        column = record.starts[self.seed.header.index(name)]
        return Fault(self.file, record.line, column, name, found, expected)

    def _line_faults(self, record: Record) -> Iterator[Fault]:
        if record.text.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            marker = record.text[:7]
            yield Fault(
                self.file, record.line, 1, "", f"the merge marker {marker}", "a resolved merge"
            )
        elif record.fault is not None:
            yield Fault(
                self.file, record.line, 1, "", record.fault, "one CSV record a line, quotes closed"
            )
        elif len(record.fields) != len(self.seed.columns):
            yield Fault(
                self.file,
                record.line,
                1,
                "",
                f"{len(record.fields)} fields",
                f"{len(self.seed.columns)}: {','.join(self.seed.header)}",
            )
        elif record.text != to_line(canonical(value) for value in record.fields):
            yield Fault(
                self.file,
                record.line,
                _first_difference(record),
                "",
                "another quoting, blanks at an end, CRLF or text that is not NFC",
                f"the one form of a record: {TIDY}",
            )

    def _key_faults(self) -> Iterator[Fault]:
        previous: list[str] | None = None
        first_seen: dict[tuple[str, ...], int] = {}
        for record, row in self.rows:
            key = [row[name] for name in self.seed.key]
            if (line := first_seen.get(tuple(key))) is not None:
                yield self.at(
                    record,
                    self.seed.key[0],
                    f"{_shown(key)} again",
                    f"each {', '.join(self.seed.key)} once; it stands in line {line} already",
                )
            elif previous is not None and key < previous:
                yield self.at(
                    record,
                    self.seed.key[0],
                    f"{_shown(key)} after {_shown(previous)}",
                    f"rows in order of {', '.join(self.seed.key)}: {TIDY}",
                )
            first_seen.setdefault(tuple(key), record.line)
            previous = key


def _unknown_files(root: Path, seeds: Mapping[str, Seed]) -> Iterator[Fault]:
    known = {seed.csv_path for seed in seeds.values()}
    for path in sorted((root / "seeds").rglob("*.csv")):
        if path not in known:
            yield Fault(
                project_relative(path, root), 1, 1, "", "a CSV that no YAML describes",
                f"a seed named {path.stem} in a YAML beside it",
            )  # fmt: skip


def _yaml_faults(seed: Seed, seeds: Mapping[str, Seed], root: Path) -> Iterator[Fault]:
    file = project_relative(seed.yaml_path, root)
    for key in seed.unknown_meta:
        yield Fault(file, 1, 1, "", f"the unknown key {key}", "a key that `muster check` reads")
    targets = [(c.name, c.references) for c in seed.columns if c.references]
    targets += [(fk.columns[0], (fk.seed, name)) for fk in seed.foreign_keys for name in fk.to]
    for name, (target, column) in targets:
        if target not in seeds or column not in seeds[target].header:
            yield Fault(
                file, 1, 1, name, f"a reference to {target}.{column}", "a seed and its column"
            )


def _value_faults(
    table: _Table, tables: Mapping[str, _Table], populations: PopulationCodes | None
) -> Iterator[Fault]:
    vocabularies = {
        column.name: {row[column.references[1]] for _, row in tables[column.references[0]].rows}
        for column in table.seed.columns
        if column.references and column.references[0] in tables
    }
    composites = [
        (fk, {tuple(row[name] for name in fk.to) for _, row in tables[fk.seed].rows})
        for fk in table.seed.foreign_keys
        if fk.seed in tables
    ]
    row_rule = ROW_RULES.get(table.seed.name)
    corrected = _corrected_fields(tables)
    for record, row in table.rows:
        sound = True
        for column in table.seed.columns:
            expected = _cell_fault(row[column.name], column, vocabularies, populations, table.seed)
            if expected is not None:
                sound = False
                yield table.at(record, column.name, _shown(row[column.name]), expected)
        for fk, known in composites:
            values = tuple(row[name] for name in fk.columns)
            if any(values) and values not in known:
                yield table.at(
                    record,
                    fk.columns[-1],
                    _shown(values),
                    f"a pair of {', '.join(fk.to)} that stands in {tables[fk.seed].file}",
                )
        if row_rule and sound:
            for name, found, expected in row_rule(row, tables):
                if (row.get("mention_id"), name) not in corrected:
                    yield table.at(record, name, found, expected)


def _corrected_fields(tables: Mapping[str, _Table]) -> set[tuple[str | None, str]]:
    """Fields for which a review decision gives another value: the landed one may be wrong."""
    reviews = tables.get("review_decisions")
    if reviews is None:
        return set()
    return {
        (row["subject_id"], row["field"]) for _, row in reviews.rows if row["decision"] == "correct"
    }


def _cell_fault(
    value: str,
    column: Column,
    vocabularies: Mapping[str, set[str]],
    populations: PopulationCodes | None,
    seed: Seed,
) -> str | None:
    """Say what was expected in place of ``value``; None when it is right."""
    if value == "":
        return "a value, this column is required" if column.required else None
    if fault := _type_fault(value, column.type):
        return fault
    if column.format and (fault := _format_fault(value, column.format, populations)):
        return fault
    vocabulary = vocabularies.get(column.name)
    if vocabulary is None or value in vocabulary:
        return None
    target = column.references[0] if column.references else seed.name
    close = difflib.get_close_matches(value, vocabulary, n=1)
    hint = f" (perhaps {close[0]})" if close else ""
    if len(vocabulary) <= 12:
        return f"one of {', '.join(sorted(vocabulary))}{hint}"
    return f"a value that stands in the seed {target}{hint}"


def _type_fault(value: str, type_name: str) -> str | None:
    is_right, expected = TYPE_RULES[type_name]
    try:
        return None if is_right(value) else expected
    except ValueError:
        return expected


TYPE_RULES: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "string": (lambda value: True, "text"),
    "integer": (
        lambda value: bool(re.fullmatch(r"-?(0|[1-9]\d*)", value)) and abs(int(value)) < 2**31,
        "a whole number below 2,147,483,648",
    ),
    "double": (lambda value: math.isfinite(float(value)), "a number"),
    "boolean": (lambda value: value in ("true", "false"), "true or false"),
    "date": (
        lambda value: date.fromisoformat(value).isoformat() == value,
        "a day as 2026-01-31",
    ),
    "timestamp": (
        lambda value: datetime.fromisoformat(value).strftime("%Y-%m-%d %H:%M:%S") == value,
        "a moment in UTC as 2026-01-31 10:00:00",
    ),
}


def _format_fault(value: str, kind: str, populations: PopulationCodes | None) -> str | None:
    if kind == "edtf":
        return _after_expected(edtf_level1.fault(value))
    if kind == "edtf_date":
        return _after_expected(edtf_level1.fault(value, interval_allowed=False))
    if kind == "population":
        # without the registry every code would be a fault, and hide the one that matters
        return populations.fault(value) if populations else None
    pattern, expected = PATTERNS[kind]
    return None if re.fullmatch(pattern, value) else expected


PATTERNS = {
    "language": (r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a BCP 47 language tag such as en or pt-BR"),
    "sha256": (r"[0-9a-f]{64}", "64 hexadecimal digits"),
    "slug": (r"[A-Za-z0-9][A-Za-z0-9._-]*", "letters, digits, dots and hyphens"),
    "url": (r"https?://[^\s\"<>]+", "an http or https address"),
}


def _after_expected(text: str | None) -> str | None:
    return text.removeprefix("expected ") if text else None


RowFault = tuple[str, str, str]
"""(field, found, expected)"""


def _article_rules(row: Row, tables: Mapping[str, _Table]) -> Iterator[RowFault]:
    if bool(row["text_sha256"]) != bool(row["text_length"]):
        yield "text_length", _shown(row["text_length"]), "text_sha256 and text_length, or neither"


def _figure_rules(row: Row, tables: Mapping[str, _Table]) -> Iterator[RowFault]:
    yield from _relation_rules(row, tables)
    yield from _span_rules(row, "value_start", "value_end")
    yield from _span_rules(row, "quote_start", "quote_end")


def _relation_rules(row: Row, tables: Mapping[str, _Table]) -> Iterator[RowFault]:
    """Each relation says which of value_low and value_high carries the number."""
    relation = row["relation"]
    wanted = _value_fields(tables).get(relation)
    if wanted is None:
        return
    for name in ("value_low", "value_high"):
        if name in wanted and row[name] == "":
            yield name, "nothing", f"the number: relation {relation} carries it in {name}"
        if name not in wanted and row[name] != "":
            yield name, _shown(row[name]), f"nothing: relation {relation} has no {name}"
        if row[name] and float(row[name]) < 0:
            yield name, row[name], "no negative number"
    low, high = row["value_low"], row["value_high"]
    if low and high and float(low) > float(high):
        yield "value_high", high, f"at least value_low, {low}"


def _value_fields(tables: Mapping[str, _Table]) -> dict[str, tuple[str, ...]]:
    """Read from the codebook where each relation carries its number.

    A relation that bounds from above alone has a ceiling, in value_high; a range has both.
    """
    fields: dict[str, tuple[str, ...]] = {}
    for _, row in tables["relations"].rows if "relations" in tables else ():
        if row["lower"] == "value_low":
            fields[row["relation"]] = ("value_low", "value_high")
        elif row["lower"] == "open":
            fields[row["relation"]] = ("value_high",)
        else:
            fields[row["relation"]] = ("value_low",)
    return fields


def _actor_rules(row: Row, tables: Mapping[str, _Table]) -> Iterator[RowFault]:
    """People are named in a public capacity or not at all."""
    if row["kind"] == "person" and not row["capacity"]:
        yield "capacity", "nothing", "the public capacity in which this person is named"
    if row["kind"] != "person" and row["capacity"]:
        yield "capacity", _shown(row["capacity"]), f"nothing: a {row['kind']} is no person"


def _review_rules(row: Row, tables: Mapping[str, _Table]) -> Iterator[RowFault]:
    """A decision is about a mention that landed, and a correction about one of its fields."""
    subject = tables.get(row["subject_table"])
    if subject is None:
        yield "subject_table", _shown(row["subject_table"]), "a landing seed"
        return
    known = {known_row.get("mention_id") for _, known_row in subject.rows}
    if row["subject_id"] not in known:
        yield "subject_id", _shown(row["subject_id"]), f"a mention_id of {subject.file}"
    if row["decision"] == "correct" and row["field"] not in subject.seed.header:
        yield "field", _shown(row["field"]), f"a column of {subject.file}"
    if row["decision"] == "correct" and not row["corrected"]:
        yield "corrected", "nothing", "the value that stands instead"


def _quote_rules(row: Row, tables: Mapping[str, _Table]) -> Iterator[RowFault]:
    yield from _span_rules(row, "quote_start", "quote_end")


def _actor_mention_rules(row: Row, tables: Mapping[str, _Table]) -> Iterator[RowFault]:
    yield from _span_rules(row, "span_start", "span_end")


def _span_rules(row: Row, start: str, end: str) -> Iterator[RowFault]:
    if bool(row[start]) != bool(row[end]):
        yield end, _shown(row[end]), f"{start} and {end}, or neither"
    elif row[start] and not 0 <= int(row[start]) < int(row[end]):
        yield end, row[end], f"an end after {start}, {row[start]}, which is 0 or more"


ROW_RULES: Mapping[str, Callable[[Row, Mapping[str, _Table]], Iterator[RowFault]]] = {
    "raw_articles": _article_rules,
    "registry_actors": _actor_rules,
    "review_decisions": _review_rules,
    "raw_figure_mentions": _figure_rules,
    "raw_event_mentions": _quote_rules,
    "raw_statement_mentions": _quote_rules,
    "raw_actor_mentions": _actor_mention_rules,
}


def _first_difference(record: Record) -> int:
    wanted = to_line(canonical(value) for value in record.fields)
    pairs = zip(record.text, wanted, strict=False)
    for position, (found, expected) in enumerate(pairs, start=1):
        if found != expected:
            return position
    return min(len(record.text), len(wanted)) + 1


def _shown(value: object, limit: int = 60) -> str:
    """Quote a value for a message, shortened, so that nothing invisible misleads."""
    if isinstance(value, list | tuple):
        value = ", ".join(str(part) for part in value)
    if value == "":
        return "nothing"
    text = str(value)
    return ascii_if_odd(text if len(text) <= limit else text[: limit - 1] + "…")


def ascii_if_odd(text: str) -> str:
    """Quote ``text``; control and other unprintable characters appear as escapes."""
    return f'"{text}"' if text.isprintable() else ascii(text)
