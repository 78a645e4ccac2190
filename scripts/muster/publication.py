"""Publishing: a build grows aside, and one rename shows all of it to every reader.

``build/current`` is a link to a folder of ``build/publications``; the warehouse, the export and
the site are reached through it, so they always belong together. A killed build leaves its rest in
``build/aside``, which the next one clears.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from muster.project import MusterError, Project

KEPT = 3
"""Publications that stay on disk, the current one included."""

SHOWN = ("warehouse.duckdb", "export", "site")
"""What is reached through a link of its own in ``build/``."""


@dataclass(frozen=True)
class Card:
    """What a publication says of itself, in its ``publication.json``."""

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

    def write(self, folder: Path) -> None:
        """Write the card into the publication's folder."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        (folder / "publication.json").write_text(text + "\n", "utf-8")

    @classmethod
    def read(cls, project: Project) -> Card | None:
        """Read the card of what is published; None when nothing is."""
        try:
            fields: dict[str, Any] = json.loads(
                (project.current / "publication.json").read_text("utf-8")
            )
            return cls(**fields)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (json.JSONDecodeError, TypeError) as error:
            raise MusterError(
                f"{project.current}/publication.json is not a card of a publication ({error}); "
                "run `muster build --force`"
            ) from error


def begin(project: Project) -> Path:
    """Clear what a killed build left, and return the empty folder in which a build may grow."""
    shutil.rmtree(project.aside, ignore_errors=True)
    project.aside.mkdir(parents=True)
    return project.aside


def publish(project: Project, card: Card) -> None:
    """Show the finished build to every reader, in one step; then forget the oldest ones."""
    _sync_tree(project.aside)
    project.publications.mkdir(exist_ok=True)
    target = project.publications / card.publication
    os.rename(project.aside, target)
    _sync(project.publications)
    _point(project.current, Path("publications") / card.publication)
    for name in SHOWN:
        link, goal = project.build / name, Path("current") / name
        if not link.is_symlink() or os.readlink(link) != str(goal):
            _point(link, goal)
    _sync(project.build)
    _forget_old(project, card.publication)


def _point(link: Path, goal: Path) -> None:
    """Make ``link`` point at ``goal``, never missing in between."""
    if link.exists() and not link.is_symlink():
        raise MusterError(
            f"found a file or folder at {link}, expected a link of a build; move it away"
        )
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(goal)
    os.replace(fresh, link)


def _forget_old(project: Project, current: str) -> None:
    names = sorted(path.name for path in project.publications.iterdir() if path.name != current)
    for name in names[: max(0, len(names) - (KEPT - 1))]:
        shutil.rmtree(project.publications / name, ignore_errors=True)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    """Have the disk hold what the system says it holds, before anything points there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
