"""The files below seeds/ as text, whatever they hold: CSV or YAML."""

from __future__ import annotations

import re
from pathlib import Path

from muster.characters import VISIBLE, invisible
from muster.faults import Fault, SeedError


def project_relative(path: Path, root: Path) -> str:
    """Name a file as people type it: from the project's folder, with forward slashes."""
    return path.relative_to(root).as_posix()


def read_text(path: Path, root: Path) -> str:
    """Read a file of the project at ``root`` as UTF-8, its line ends as they are.

    Raises:
        SeedError: the file is missing, cannot be read, or is not UTF-8.
    """
    file = project_relative(path, root)
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise SeedError(Fault(file, 1, 1, "", "no such file", "a seed")) from error
    except OSError as error:
        found = f"nothing to read ({error.strerror})"
        raise SeedError(Fault(file, 1, 1, "", found, "a file")) from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        found = f"the byte 0x{raw[error.start]:02x}"
        raise SeedError(Fault(file, line, column, "", found, "UTF-8")) from error


def merge_markers(text: str, file: str) -> list[Fault]:
    """List the marks that an unresolved merge of git left in a file.

    A file that has any holds two versions at once: nothing else is worth saying of it.
    """
    return [
        Fault(file, number, 1, "", f"the merge marker {line[:7]}", "a resolved merge")
        for number, line in enumerate(text.split("\n"), start=1)
        if _MERGE_MARKER.match(line)
    ]


def invisible_faults(text: str, file: str) -> list[Fault]:
    """List the characters of a file that nobody sees, each sort once a line."""
    return [
        Fault(file, number, position + 1, "", name, VISIBLE)
        for number, line in enumerate(text.split("\n"), start=1)
        for position, name in invisible(line)
    ]


_MERGE_MARKER = re.compile(r"(<{7}|={7}|>{7}|\|{7})(\s|$)")
