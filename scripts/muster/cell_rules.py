"""What a single field of a seed must be: its type, its format, a word of its vocabulary."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from muster import edtf_level1
from muster.bulk import Bulk
from muster.faults import TIDY, shown
from muster.populations import PopulationCodes
from muster.seed_schema import Column, ForeignKey, Seed
from muster.seed_tables import Table
from muster.seeds import Row

MOST_WORDS_LISTED = 12
MOST_DIGITS = 15
"""Digits that a double keeps whatever the number."""


@dataclass(frozen=True)
class CellRules:
    """The rules for the fields of one seed, with the words that the other seeds allow."""

    seed: Seed
    vocabularies: Mapping[str, frozenset[str]]
    """Allowed values by column, where it refers to another seed."""
    pairs: tuple[tuple[ForeignKey, frozenset[tuple[str, ...]]], ...]
    """Allowed combinations, for each reference of several columns."""
    populations: PopulationCodes | None

    @classmethod
    def of(
        cls, seed: Seed, tables: Mapping[str, Table], populations: PopulationCodes | None
    ) -> CellRules:
        """Collect what ``seed`` may hold; a reference to what cannot be read is no rule."""
        vocabularies = {
            column.name: frozenset(row[column.references[1]] for _, row in table.rows)
            for column in seed.columns
            if column.references
            and (table := tables.get(column.references[0]))
            and column.references[1] in table.seed.header
        }
        pairs = tuple(
            (fk, frozenset(tuple(row[name] for name in fk.to) for _, row in table.rows))
            for fk in seed.foreign_keys
            if (table := tables.get(fk.seed)) and set(fk.to) <= set(table.seed.header)
        )
        return cls(seed, vocabularies, pairs, populations)

    def with_landed(self, bulk: Bulk, table: Table) -> CellRules:
        """Allow ``table`` to refer to rows that landed in bulk beside the seeds."""
        widened = dict(self.vocabularies)
        for column in self.seed.columns:
            if column.name in widened and column.references:
                words = widened[column.name]
                missing = {row[column.name] for _, row in table.rows} - words
                widened[column.name] = words | bulk.known(*column.references, missing)
        return replace(self, vocabularies=widened)

    def without(self, seeds: Collection[str]) -> CellRules:
        """Leave out references to these seeds."""
        kept = {
            column.name: self.vocabularies[column.name]
            for column in self.seed.columns
            if column.name in self.vocabularies
            and not (column.references and column.references[0] in seeds)
        }
        return replace(self, vocabularies=kept)

    def fault(self, column: Column, value: str) -> str | None:
        """Say what was expected in place of ``value``; None when it is right."""
        if value == "":
            return _if_missing(column)
        if fault := _type_fault(value, column.type):
            return fault
        if column.format and (fault := self._format_fault(value, column.format)):
            return fault
        vocabulary = self.vocabularies.get(column.name)
        if vocabulary is None or value in vocabulary:
            return None
        close = difflib.get_close_matches(value, vocabulary, n=1)
        hint = f" (perhaps {close[0]})" if close else ""
        if len(vocabulary) <= MOST_WORDS_LISTED:
            return f"one of {', '.join(sorted(vocabulary))}{hint}"
        target = column.references[0] if column.references else self.seed.name
        return f"a value that stands in the seed {target}{hint}"

    def pair_faults(self, row: Row) -> list[tuple[str, str, str]]:
        """List (field, found, expected) of values that are right alone and wrong together."""
        faults = []
        for fk, known in self.pairs:
            values = tuple(row[name] for name in fk.columns)
            if any(values) and values not in known:
                expected = f"a pair of {', '.join(fk.to)} that stands in the seed {fk.seed}"
                faults.append((fk.columns[-1], shown(values), expected))
        return faults

    def _format_fault(self, value: str, kind: str) -> str | None:
        if kind == "edtf":
            return edtf_level1.fault(value)
        if kind == "edtf_date":
            return edtf_level1.fault(value, interval_allowed=False)
        if kind == "population":
            # without the registry every code would be a fault, and hide the one that matters
            return self.populations.fault(value) if self.populations else None
        pattern, expected = PATTERNS[kind]
        return None if re.fullmatch(pattern, value) else expected


def _if_missing(column: Column) -> str | None:
    if not column.required:
        return None
    if column.format == "mention_id":
        return PATTERNS["mention_id"][1]
    return "a value, this column is required"


def _type_fault(value: str, type_name: str) -> str | None:
    is_right, expected = _TYPES[type_name]
    try:
        return None if is_right(value) else expected
    except ValueError:
        return expected


def _is_integer(value: str) -> bool:
    return bool(re.fullmatch(r"0|-?[1-9][0-9]{0,9}", value)) and abs(int(value)) < 2**31


def _is_double(value: str) -> bool:
    """Tell whether this is the one way to write a number: two ways would be two mention ids."""
    is_plain = re.fullmatch(r"0|-?(0|[1-9][0-9]*)\.[0-9]*[1-9]|-?[1-9][0-9]*", value)
    digits = value.strip("-").replace(".", "").strip("0")
    return bool(is_plain) and len(digits) <= MOST_DIGITS and math.isfinite(float(value))


_TYPES: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "string": (lambda value: True, "text"),
    "integer": (_is_integer, "a whole number below 2,147,483,648 in plain digits, as 20"),
    "double": (_is_double, "a number in plain digits, as 20 or 0.5, of 15 digits at most"),
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

PATTERNS = {
    "language": (r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a BCP 47 language tag such as en or pt-BR"),
    "mention_id": (
        r"[0-9a-f]{16}",
        f"16 hexadecimal digits; leave a new row's id empty, or new-1, and {TIDY}",
    ),
    "sha256": (r"[0-9a-f]{64}", "64 hexadecimal digits"),
    "slug": (r"[A-Za-z0-9][A-Za-z0-9._-]*", "letters, digits, dots and hyphens"),
    "url": (r"https?://[^\s\"<>]+", "an http or https address"),
}
