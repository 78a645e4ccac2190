"""What the YAML beside a seed says of it, and every fault of that YAML.

dbt reads these files too, and overlooks what it does not know. A seed's schema is said once:

- ``config.column_types`` names every column, in order, with its type;
- ``config.meta.key`` names the columns that identify a row, and so the order of the rows;
- ``config.meta.foreign_keys`` names references of several columns;
- ``config.meta.reviewed`` names the columns that a review decision may correct; only mentions of
  a seed that has it can be rejected;
- ``config.meta.may_be_empty`` allows a seed without rows;
- a column's ``config.meta`` may say ``required``, ``format`` and ``references``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from muster import placed_yaml
from muster.faults import Fault, SeedError, shown
from muster.needed_columns import lacking
from muster.placed_yaml import Placed
from muster.seed_files import invisible_faults, merge_markers, project_relative, read_text

TYPES = ("string", "integer", "double", "boolean", "date", "timestamp")
FORMATS = (
    "edtf", "edtf_date", "language", "mention_id", "population", "sha256", "slug", "url",
)  # fmt: skip


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
    reviewed: tuple[str, ...] = ()
    may_be_empty: bool = False

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


@dataclass
class Schemas:
    """What all YAML files say."""

    seeds: dict[str, Seed] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Seeds whose YAML has a fault: nothing is said of their rows, nor of references to them."""


def read_schemas(root: Path) -> Schemas:
    """Read the schema of every seed of the project at ``root``, with all faults of the YAML."""
    schemas = Schemas()
    references: list[_Reference] = []
    # dbt reads both endings
    for path in sorted((root / "seeds").rglob("*.y*ml")):
        reader = _SchemaReader(root, path, schemas.seeds)
        reader.read()
        references += reader.references
        if reader.faults:
            schemas.faults += reader.faults
            # a seed has a file of its own: should its name be what is wrong, it is the file's
            schemas.unread |= {path.stem, *reader.seeds}
        else:
            schemas.seeds |= reader.seeds
    for reference in references:
        target = schemas.seeds.get(reference.seed)
        missing = set(reference.columns) - set(target.header if target else ())
        if reference.seed not in schemas.unread and missing:
            found = f"a reference to {reference.seed}.{', '.join(sorted(missing))}"
            schemas.faults.append(reference.at(found, "a seed and its column"))
    return schemas


def load_seeds(root: Path) -> dict[str, Seed]:
    """Read the schema of every seed of the project at ``root``, by name.

    Raises:
        SeedError: the YAML of a seed has a fault.
    """
    schemas = read_schemas(root)
    if schemas.faults:
        raise SeedError(min(schemas.faults))
    return schemas.seeds


@dataclass(frozen=True)
class _Reference:
    """Columns of another seed that a YAML names; they are looked up when every seed is read."""

    file: str
    line: int
    column: int
    field: str
    seed: str
    columns: tuple[str, ...]

    def at(self, found: str, expected: str) -> Fault:
        return Fault(self.file, self.line, self.column, self.field, found, expected)


class _SchemaReader:
    """Reads one YAML file. Each method takes a value, says what is wrong with it, returns its use.

    Whatever has a fault is left out, so that one fault is not reported twice.
    """

    def __init__(self, root: Path, path: Path, known: dict[str, Seed]) -> None:
        self.root = root
        self.path = path
        self.known = known
        self.file = project_relative(path, root)
        self.seeds: dict[str, Seed] = {}
        self.faults: list[Fault] = []
        self.references: list[_Reference] = []

    def read(self) -> None:
        for node in self._nodes():
            if seed := self._seed(node):
                self.seeds[seed.name] = seed

    def _nodes(self) -> list[Placed]:
        try:
            text = read_text(self.path, self.root)
        except SeedError as error:
            self.faults.append(error.fault)
            return []
        text = text.replace("\r\n", "\n")  # which no value of a YAML depends on
        if markers := merge_markers(text, self.file):
            self.faults += markers
            return []
        self.faults += invisible_faults(text, self.file)
        document, faults = placed_yaml.read(text, self.file)
        self.faults += faults
        if faults and document.value is None:
            return []
        parts = self._mapping(document, "", ("version", "seeds"))
        if "seeds" not in parts:
            self._fault(document, "", "no list of seeds", "`seeds:` with a `name` for each")
        return self._items(parts.get("seeds"), "seeds")

    def _seed(self, node: Placed) -> Seed | None:
        parts = self._mapping(
            node, "seeds", ("name", "description", "config", "columns", "data_tests")
        )
        name = self._text(self._part(node, parts, "name"), "name")
        if name is None:
            return None
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            self._fault(parts["name"], "name", shown(name), "a name such as raw_articles")
            return None
        if before := (self.known | self.seeds).get(name):
            first = project_relative(before.yaml_path, self.root)
            expected = f"each seed once; {first} describes it already"
            self._fault(parts["name"], "name", f"the seed {name} again", expected)
            return None
        return self._described(name, node, parts)

    def _described(self, name: str, node: Placed, parts: dict[str, Placed]) -> Seed | None:
        self._text(self._part(node, parts, "description"), f"description of {name}")
        # `enabled: false`, another delimiter and the like would have dbt read another seed than
        # the one that is looked at here: nothing but these two is known
        config = self._mapping(parts.get("config"), "config", ("column_types", "meta"))
        meta = self._mapping(
            config.get("meta"), "meta", ("key", "foreign_keys", "reviewed", "may_be_empty")
        )
        types = self._mapping(config.get("column_types"), "column_types")
        documented = self._documented(parts.get("columns"))
        if not types:
            if "column_types" not in config or config["column_types"].value == {}:
                self._fault(node, name, "no config.column_types", "each column with its type")
            return None
        if list(types) != list(documented) and (documented or "columns" not in parts):
            self._fault(
                parts.get("columns", node), name, f"the columns {', '.join(documented) or 'none'}",
                f"those of column_types, in the same order: {', '.join(types)}",
            )  # fmt: skip
        columns = tuple(
            self._column(column, kind, documented.get(column, {})) for column, kind in types.items()
        )
        if "key" not in meta:
            self._fault(node, name, "no config.meta.key", "the columns that identify a row")
            return None
        if missing := lacking(name, {column.name: column.type for column in columns}):
            found = f"no {', '.join(missing)} to apply rules to"
            expected = "the columns that `muster check` has rules for, of their type"
            self._fault(config["column_types"], name, found, expected)
        key = self._column_names(meta["key"], "key", types)
        reviewed = self._column_names(meta.get("reviewed"), "reviewed", types)
        if reviewed and key != ("mention_id",):
            self._fault(meta["reviewed"], "reviewed", "a seed of no mentions", "key: [mention_id]")
        return Seed(
            name=name,
            csv_path=self.path.with_name(f"{name}.csv"),
            yaml_path=self.path,
            columns=columns,
            key=key,
            foreign_keys=self._foreign_keys(meta.get("foreign_keys"), types),
            reviewed=reviewed,
            may_be_empty=self._flag(meta.get("may_be_empty"), "may_be_empty"),
        )

    def _documented(self, node: Placed | None) -> dict[str, dict[str, Placed]]:
        """Return the meta of each column that is described, by its name."""
        documented: dict[str, dict[str, Placed]] = {}
        for item in self._items(node, "columns"):
            parts = self._mapping(item, "columns", ("name", "description", "config", "data_tests"))
            name = self._text(self._part(item, parts, "name"), "name")
            if name is None:
                continue
            self._text(self._part(item, parts, "description"), f"description of {name}")
            config = self._mapping(parts.get("config"), name, ("meta",))
            meta = self._mapping(config.get("meta"), name, ("required", "format", "references"))
            if name in documented:
                self._fault(item, name, f"the column {name} again", "each column once")
            documented.setdefault(name, meta)
        return documented

    def _column(self, name: str, type_node: Placed, meta: dict[str, Placed]) -> Column:
        return Column(
            name=name,
            type=self._word(type_node, name, "type", TYPES) or "string",
            required=self._flag(meta.get("required"), name),
            format=self._word(meta.get("format"), name, "format", FORMATS),
            references=self._one_reference(meta.get("references"), name),
        )

    def _one_reference(self, node: Placed | None, name: str) -> tuple[str, str] | None:
        if node is None:
            return None
        text = self._text(node, name)
        if text is None:
            return None
        seed, dot, column = text.partition(".")
        if not (seed and dot and column) or "." in column:
            self._fault(node, name, f"references: {shown(text)}", "a seed and its column, as a.b")
            return None
        self.references.append(_Reference(self.file, node.line, node.column, name, seed, (column,)))
        return seed, column

    def _foreign_keys(
        self, node: Placed | None, types: dict[str, Placed]
    ) -> tuple[ForeignKey, ...]:
        keys = []
        for item in self._items(node, "foreign_keys"):
            parts = self._mapping(item, "foreign_keys", ("columns", "seed", "to"))
            columns = self._column_names(parts.get("columns"), "foreign_keys", types)
            to = self._texts(parts.get("to"), "foreign_keys")
            seed = self._text(parts["seed"], "foreign_keys") if "seed" in parts else None
            if not (seed and columns) or len(columns) != len(to):
                self._fault(
                    item, "foreign_keys", "no whole foreign key",
                    "columns, the seed they refer to, and as many columns of it under `to`",
                )  # fmt: skip
                continue
            self.references.append(
                _Reference(self.file, item.line, item.column, "foreign_keys", seed, to)
            )
            keys.append(ForeignKey(columns, seed, to))
        return tuple(keys)

    def _column_names(
        self, node: Placed | None, what: str, types: dict[str, Placed]
    ) -> tuple[str, ...]:
        names = self._texts(node, what)
        unknown = [name for name in names if name not in types]
        again = [name for number, name in enumerate(names) if name in names[:number]]
        if node is not None and (unknown or again):
            found = shown([*unknown, *again])
            self._fault(node, what, found, f"columns of this seed, each once: {', '.join(types)}")
        return names

    def _mapping(
        self, node: Placed | None, what: str, known: tuple[str, ...] | None = None
    ) -> dict[str, Placed]:
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            self._fault(node, what, _kind(node.value), "keys with values")
            return {}
        entries: dict[str, Placed] = node.value
        for key, value in entries.items():
            if known is not None and key not in known:
                self._fault(value, what, f"the unknown key {key}", f"one of {', '.join(known)}")
        return entries

    def _part(self, node: Placed, parts: dict[str, Placed], name: str) -> Placed:
        """Return a part that must be there: nothing, at the place of ``node``, if it is not."""
        return parts.get(name, Placed(None, node.line, node.column))

    def _items(self, node: Placed | None, what: str) -> list[Placed]:
        if node is None:
            return []
        if not isinstance(node.value, list) or not node.value:
            self._fault(node, what, _kind(node.value), "a list that is not empty")
            return []
        return node.value

    def _texts(self, node: Placed | None, what: str) -> tuple[str, ...]:
        return tuple(
            text for item in self._items(node, what) if (text := self._text(item, what)) is not None
        )

    def _text(self, node: Placed, what: str) -> str | None:
        if isinstance(node.value, str) and node.value.strip():
            return node.value
        self._fault(node, what, _kind(node.value), "text")
        return None

    def _word(
        self, node: Placed | None, what: str, kind: str, known: tuple[str, ...]
    ) -> str | None:
        if node is None or node.value in known:
            return node.value if node else None
        expected = f"a {kind} of {', '.join(known)}"
        self._fault(node, what, f"the {kind} {_kind(node.value)}", expected)
        return None

    def _flag(self, node: Placed | None, what: str) -> bool:
        if node is None:
            return False
        if not isinstance(node.value, bool):
            self._fault(node, what, _kind(node.value), "true or false, without quotes")
        return node.value is True

    def _fault(self, node: Placed, what: str, found: str, expected: str) -> None:
        self.faults.append(Fault(self.file, node.line, node.column, what, found, expected))


def _kind(value: object) -> str:
    """Name a YAML value as its writer sees it."""
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, bool):
        return str(value).lower()
    return shown(value)
