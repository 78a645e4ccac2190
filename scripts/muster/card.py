"""What a publication says of itself, in its ``publication.json``, and whether it still holds."""

from __future__ import annotations

import json
import os
import types
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from muster.project import MusterError, Project

NAME = "publication.json"

SHOWN = ("warehouse.duckdb", "export", "site")
"""What of a publication is reached through a link of its own in ``build/``."""


class DamagedError(MusterError):
    """What is published is no longer what a build published; the next build replaces it."""


@dataclass(frozen=True)
class Card:
    """A publication: what it was made from, what it holds, what changed."""

    publication: str
    """Moment of the build and start of the fingerprint; the folder's name."""
    fingerprint: str
    version: str
    built_at: str
    """UTC, ISO 8601."""
    seconds: float
    has_site: bool
    row_counts: dict[str, int] = field(default_factory=dict)
    """Rows by mart."""
    changes: dict[str, dict[str, int]] = field(default_factory=dict)
    """By mart: rows that appeared and went since the publication before."""
    unresolved_names: dict[str, int] = field(default_factory=dict)
    """Names that the registry does not know, with the number of mentions."""
    left_out: dict[str, int] = field(default_factory=dict)
    """Things left out of the marts, by reason."""
    newest_article_on: str | None = None
    files: dict[str, int] = field(default_factory=dict)
    """Bytes by file, as it is reached in ``build/``: ``export/figures.parquet``."""

    def write(self, folder: Path) -> None:
        """Write the card into the publication's folder."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        (folder / NAME).write_text(text + "\n", "utf-8")

    @classmethod
    def read(cls, project: Project) -> Card | None:
        """Read the card of what is published; None when nothing is.

        Raises:
            DamagedError: there is a publication, but no card of one in it.
        """
        if not os.path.lexists(project.current):
            return None
        try:
            return cls(**_checked(json.loads((project.current / NAME).read_text("utf-8"))))
        except (OSError, ValueError, RecursionError) as error:
            place = project.relative(project.current / NAME)
            raise DamagedError(f"{place} is no card of a publication: {error}") from error

    def raise_for_damage(self, project: Project) -> None:
        """Compare what readers reach with what was published: links, files and their sizes.

        Nothing is opened, so that this costs next to nothing; bytes that changed within a file of
        the same size go unnoticed.

        Raises:
            DamagedError: something is missing, leads elsewhere, or has another size.
        """
        for name in SHOWN:
            link = project.build / name
            if not link.is_symlink() or os.readlink(link) != goal_of(name):
                raise DamagedError(f"{project.relative(link)} is no link to {goal_of(name)}")
        for name, size in self.files.items():
            shown = project.relative(project.build / name)
            try:
                # in its own folder: another build may be moving the link just now
                found = (project.publications / self.publication / name).stat().st_size
            except OSError as error:
                raise DamagedError(f"{shown} is missing") from error
            if found != size:
                raise DamagedError(f"{shown} has {found:,} bytes, expected {size:,}")


def goal_of(name: str) -> str:
    """Tell where the link ``name`` of ``build/`` leads."""
    return f"current/{name}"


def sizes(folder: Path) -> dict[str, int]:
    """Measure the files of a publication that grows in ``folder``: bytes by path in it."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for name in SHOWN
        for path in sorted([folder / name, *(folder / name).rglob("*")])
        if path.is_file()
    }


def _checked(fields: Any) -> dict[str, Any]:
    """Return the fields of a card if they are all there, known, and of their types."""
    hints = get_type_hints(Card)
    if not isinstance(fields, dict):
        raise ValueError(f"found {_kind(fields)}, expected an object")
    if missing := sorted(hints.keys() - fields.keys()):
        raise ValueError(f"{', '.join(missing)} not found")
    if unknown := sorted(fields.keys() - hints.keys()):
        raise ValueError(f"found {', '.join(unknown)}, which no card has")
    for name, hint in hints.items():
        if not _is_a(fields[name], hint):
            raise ValueError(f"{name} found as {_kind(fields[name])}")
    return fields


def _is_a(value: Any, hint: Any) -> bool:
    if isinstance(hint, types.UnionType):
        return any(_is_a(value, member) for member in get_args(hint))
    if get_origin(hint) is dict:
        _, of_values = get_args(hint)
        return isinstance(value, dict) and all(_is_a(each, of_values) for each in value.values())
    # exact, because True is an int to isinstance
    return type(value) is hint


def _kind(value: Any) -> str:
    return type(value).__name__
