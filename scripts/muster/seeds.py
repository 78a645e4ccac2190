"""The rows of the seeds: read with the place of every field, written in their one form."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from muster.seed_schema import Seed

Row = dict[str, str]
"""The fields of a record by column; the empty text stands for NULL."""

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Record:
    """One physical line of a CSV: the fields and the 1-based text column where each begins."""

    line: int
    text: str
    fields: tuple[str, ...]
    starts: tuple[int, ...]
    fault: str | None = None
    """Why the line is not CSV, if it is not; then there are no fields."""


def read_records(text: str) -> list[Record]:
    """Take a CSV apart line by line, header included; a record never spans two lines.

    A byte order mark is left out, and every line end is one, whatever system wrote it.
    """
    text = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return [_record(number, line) for number, line in enumerate(lines, start=1)]


def read_rows(path: Path) -> list[Row]:
    """Read a sound CSV as dictionaries of text."""
    header, *records = read_records(path.read_text("utf-8"))
    return [dict(zip(header.fields, record.fields, strict=True)) for record in records]


def to_line(fields: Iterable[str]) -> str:
    """Write one record in the one form: commas, quotes only where needed, no line end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(fields)
    return buffer.getvalue()


def to_csv(seed: Seed, rows: Iterable[Row]) -> str:
    """Write a whole seed in the one form: the YAML's columns, rows in order of the key, LF."""
    ordered = sorted(rows, key=lambda row: [row[name] for name in seed.key])
    lines = [to_line(seed.header)]
    lines += [to_line(canonical(row[name]) for name in seed.header) for row in ordered]
    return "\n".join(lines) + "\n"


def canonical(value: str) -> str:
    """Return the one form of a field: NFC, no blanks at its ends."""
    return unicodedata.normalize("NFC", value).strip()


def _record(number: int, line: str) -> Record:
    try:
        rows = list(csv.reader([line], strict=True))
    except csv.Error as error:
        return Record(number, line, (), (), fault=str(error))
    fields: Sequence[str] = rows[0] if rows else ()
    return Record(number, line, tuple(fields), tuple(_field_starts(line)))


def _field_starts(line: str) -> Iterator[int]:
    """Yield the 1-based text column at which each field of a sound CSV line begins."""
    yield 1
    quoted = False
    for position, character in enumerate(line, start=1):
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            yield position + 1
