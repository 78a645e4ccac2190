"""The seeds on disk: their schemas (from dbt's YAML), their rows with positions, their one form.

dbt loads a seed by position and trusts it, so everything that dbt would swallow (a column moved,
a quote left open, a word outside a vocabulary) is looked at here first. A seed's schema is said
once, in the YAML beside it:

- ``config.column_types`` names every column, in order, with its type;
- ``config.meta.key`` names the columns that identify a row, and so the order of the rows;
- ``config.meta.foreign_keys`` names references of several columns;
- a column's ``config.meta`` may say ``required``, ``format`` and ``references``.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from muster.project import MusterError

TYPES = ("string", "integer", "double", "boolean", "date", "timestamp")
FORMATS = ("edtf", "edtf_date", "language", "population", "sha256", "slug", "url")
COLUMN_META = ("required", "format", "references")
SEED_META = ("key", "foreign_keys")

Row = dict[str, str]


class SeedError(MusterError):
    """A seed or its YAML is so broken that its rows cannot be read at all."""


@dataclass(frozen=True)
class Column:
    """One column of a seed: its type, and what its values must be."""

    name: str
    type: str
    required: bool = False
    format: str | None = None
    references: tuple[str, str] | None = None
    """(seed, column) that must hold the value."""


@dataclass(frozen=True)
class ForeignKey:
    """Several columns that together must be found in another seed."""

    columns: tuple[str, ...]
    seed: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Seed:
    """One CSV file and what its YAML says of it."""

    name: str
    csv_path: Path
    yaml_path: Path
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    unknown_meta: tuple[str, ...] = ()
    """Keys under ``meta`` that nothing reads: most likely misspelt."""

    @property
    def header(self) -> tuple[str, ...]:
        """Column names in the order the CSV must have them."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True)
class Record:
    """One physical line of a CSV: the fields and the 1-based text column where each begins."""

    line: int
    text: str
    fields: tuple[str, ...]
    starts: tuple[int, ...]
    fault: str | None = field(default=None)
    """Why the line is not CSV, if it is not; then there are no fields."""


def load_seeds(root: Path) -> dict[str, Seed]:
    """Read the schema of every seed of the project at ``root``, by name.

    Raises:
        SeedError: a YAML file cannot be read, or names a type that does not exist.
    """
    seeds = {}
    for yaml_path in sorted((root / "seeds").rglob("*.yml")):
        try:
            document = yaml.load(yaml_path.read_text("utf-8"), Loader=_YamlLoader) or {}  # noqa: S506
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
            problem = getattr(error, "problem", None) or error
            raise SeedError(f"{yaml_path.relative_to(root)}{where}: not YAML: {problem}") from error
        for node in _seed_nodes(document, yaml_path, root):
            seed = _seed_from_yaml(node, yaml_path, root)
            seeds[seed.name] = seed
    return seeds


def read_records(path: Path) -> list[Record]:
    """Read a CSV line by line, header included; a record never spans two lines.

    Raises:
        SeedError: the file is missing or is not UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise SeedError(f"{path}: found no such file, expected a seed") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SeedError(
            f"{path}:{line}: found the byte 0x{error.object[error.start]:02x}, expected UTF-8"
        ) from error
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return [_record(number, line) for number, line in enumerate(lines, start=1)]


def read_rows(path: Path) -> list[Row]:
    """Read a sound CSV as dictionaries of text; the empty text stands for NULL."""
    header, *records = read_records(path)
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


def project_relative(path: Path, root: Path) -> str:
    """Name a file as people type it: from the project's folder, with forward slashes."""
    return path.relative_to(root).as_posix()


# Both are safe loaders; libyaml's, where the wheel has it, is several times faster.
_YamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _seed_nodes(document: Any, yaml_path: Path, root: Path) -> list[dict[str, Any]]:
    nodes = document.get("seeds") if isinstance(document, dict) else None
    if document and not (
        isinstance(nodes, list)
        and all(isinstance(node, dict) and isinstance(node.get("name"), str) for node in nodes)
    ):
        raise SeedError(
            f"{project_relative(yaml_path, root)}:1:1: found no list of named seeds, "
            "expected `seeds:` with a `name` for each"
        )
    return nodes or []


def _seed_from_yaml(node: dict[str, Any], yaml_path: Path, root: Path) -> Seed:
    name = node["name"]
    config = node.get("config") or {}
    meta = config.get("meta") or {}
    types: dict[str, str] = config.get("column_types") or {}
    documented = {column.get("name"): column for column in node.get("columns") or []}
    where = f"{project_relative(yaml_path, root)}: seed {name}"
    if not types or not meta.get("key"):
        raise SeedError(f"{where}: found no column_types or no meta.key, expected both")
    if list(types) != list(documented):
        raise SeedError(
            f"{where}: found columns {list(documented)}, "
            f"expected those of column_types in the same order: {list(types)}"
        )
    unknown = [f"meta.{key}" for key in meta if key not in SEED_META]
    columns = []
    for column_name, column_type in types.items():
        column_meta = documented[column_name].get("config", {}).get("meta", {})
        unknown += [f"{column_name}.meta.{key}" for key in column_meta if key not in COLUMN_META]
        kind = column_meta.get("format")
        if column_type not in TYPES or (kind and kind not in FORMATS):
            raise SeedError(
                f"{where}, column {column_name}: found type {column_type!r}, format {kind!r}, "
                f"expected a type of {', '.join(TYPES)} and a format of {', '.join(FORMATS)}"
            )
        columns.append(
            Column(
                name=column_name,
                type=column_type,
                required=bool(column_meta.get("required", False)),
                format=kind,
                references=_reference(column_meta.get("references")),
            )
        )
    return Seed(
        name=name,
        csv_path=yaml_path.with_name(f"{name}.csv"),
        yaml_path=yaml_path,
        columns=tuple(columns),
        key=tuple(meta["key"]),
        foreign_keys=tuple(
            ForeignKey(tuple(fk["columns"]), fk["seed"], tuple(fk["to"]))
            for fk in meta.get("foreign_keys", [])
        ),
        unknown_meta=tuple(unknown),
    )


def _reference(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    seed, _, column = text.partition(".")
    return seed, column


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
