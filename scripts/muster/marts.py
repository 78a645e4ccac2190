"""The marts, read from dbt's manifest: which there are, what names a row, what refers where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MartColumn:
    """One column of a mart, as its contract has it."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Mart:
    """One table of the schema ``main``."""

    name: str
    description: str
    columns: tuple[MartColumn, ...]
    primary_key: tuple[str, ...]
    references: dict[str, tuple[str, str]]
    """column → (table, column)"""


def marts(manifest: dict[str, Any], schema: str = "main") -> list[Mart]:
    """List the marts of a manifest, or the tables of another schema, in order of name."""
    keys: dict[str, tuple[str, ...]] = {}
    references: dict[str, dict[str, tuple[str, str]]] = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {}
        if test.get("name") == "primary_key":
            keys[node["attached_node"]] = tuple(test["kwargs"]["columns"])
        if test.get("name") == "foreign_keys":
            references[node["attached_node"]] = {
                column: _target(target)
                for column, target in sorted(test["kwargs"]["references"].items())
            }
    found = [
        Mart(
            name=node["name"],
            description=node["description"].strip(),
            columns=tuple(
                MartColumn(column["name"], column["data_type"], _one_line(column["description"]))
                for column in node["columns"].values()
            ),
            primary_key=keys[unique_id],
            references=references.get(unique_id, {}),
        )
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["schema"] == schema
    ]
    return sorted(found, key=lambda mart: mart.name)


def _target(text: str) -> tuple[str, str]:
    table, _, column = text.partition(".")
    return table, column


def _one_line(text: str) -> str:
    return " ".join(text.split())
