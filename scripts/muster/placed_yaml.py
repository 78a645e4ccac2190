"""YAML that remembers where everything stands, and forgives nothing that YAML itself lets pass.

A plain loader keeps the last of two equal keys and forgets every line number. Here a document
becomes `Placed` values, and what a reader would overlook becomes faults.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from muster.faults import Fault, shown


@dataclass(frozen=True)
class Placed:
    """A value of a YAML document and its place, counted from 1.

    ``value`` is a scalar, a dict of Placed or a list of Placed. The place of a value in a mapping
    is that of its key: there a reader looks for it.
    """

    value: Any
    line: int
    column: int


def read(text: str, file: str) -> tuple[Placed, list[Fault]]:
    """Read one document; what cannot be read is None, and stands among the faults."""
    reader = _Reader(file)
    try:
        node = yaml.compose(text, Loader=_Loader)
        root = reader.placed(node, 1, 1) if node else Placed(None, 1, 1)
    except yaml.YAMLError as error:
        reader.faults.append(_syntax_fault(error, text, file))
        root = Placed(None, 1, 1)
    except RecursionError:
        reader.faults.append(Fault(file, 1, 1, "", "lists in lists without end", "a flat YAML"))
        root = Placed(None, 1, 1)
    return root, reader.faults


# Both are safe loaders; libyaml's, where the wheel has it, is several times faster.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self._seen: set[int] = set()
        self._scalars = yaml.constructor.SafeConstructor()

    def placed(self, node: yaml.Node, line: int, column: int) -> Placed:
        if id(node) in self._seen:
            # one value in two places is hard to read, and may even hold itself
            self._add(node, "an alias (*)", "the value itself, written out")
            return Placed(None, line, column)
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return Placed(self._mapping(node), line, column)
        if isinstance(node, yaml.SequenceNode):
            items = [self.placed(item, *_place(item)) for item in node.value]
            return Placed(items, line, column)
        try:
            value = self._scalars.construct_object(node)
        except ValueError:  # looks like a date and is none
            value = node.value
        return Placed(value, line, column)

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Placed]:
        entries: dict[str, Placed] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._add(key, "a key that is a list or a mapping", "a word")
            elif key.value in entries:
                first = entries[key.value].line
                self._add(
                    key, f"the key {shown(key.value)} again", f"each key once; see line {first}"
                )
            else:
                entries[key.value] = self.placed(value, *_place(key))
        return entries

    def _add(self, node: yaml.Node, found: str, expected: str) -> None:
        self.faults.append(Fault(self.file, *_place(node), "", found, expected))


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _syntax_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    line, column = 1, 1
    if mark := getattr(error, "problem_mark", None):
        line, column = mark.line + 1, mark.column + 1
    elif (position := getattr(error, "position", None)) is not None:
        before = text[:position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "no YAML"
    return Fault(file, line, column, "", f"text that is not YAML ({problem})", "YAML")
