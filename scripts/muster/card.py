"""What a publication says of itself, in its ``publication.json``, and whether it still holds."""

from __future__ import annotations

import hashlib
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
    digests: dict[str, str] = field(default_factory=dict)
    """SHA-256 by file."""

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
        return cls.of(project, project.current) if os.path.lexists(project.current) else None

    @classmethod
    def of(cls, project: Project, folder: Path) -> Card:
        """Read the card of the publication in a folder.

        Raises:
            DamagedError: there is no card of one in it.
        """
        try:
            return cls(**_checked(json.loads((folder / NAME).read_text("utf-8"))))
        except (OSError, ValueError, RecursionError) as error:
            place = project.relative(folder / NAME)
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
        self.raise_for_damaged_files(project)

    def raise_for_damaged_files(self, project: Project, *, every_byte: bool = False) -> None:
        """Compare the files of this publication with what was published.

        Args:
            project: the project that holds it.
            every_byte: whether to read the files, which takes a second for some gigabytes, and not
                only to measure them.

        Raises:
            DamagedError: a file is missing or another than it was.
        """
        folder = project.publications / self.publication
        if (folder / "warehouse.duckdb.wal").exists():
            raise DamagedError("build/warehouse.duckdb was opened for writing, and written to")
        for name, size in self.files.items():
            shown = project.relative(project.build / name)
            try:
                # in its own folder: another build may be moving the link just now
                found = (folder / name).stat().st_size
            except OSError as error:
                raise DamagedError(f"{shown} is missing") from error
            if found != size:
                raise DamagedError(f"{shown} has {found:,} bytes, expected {size:,}")
            if every_byte and digest(folder / name) != self.digests.get(name):
                raise DamagedError(f"{shown} holds other bytes than were published")


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


def digest(path: Path) -> str:
    """Hash a file, as 64 hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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
