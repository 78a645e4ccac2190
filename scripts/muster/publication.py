"""Publishing: a build grows aside, and one rename shows all of it to every reader.

``build/current`` is a link to a folder of ``build/publications``; the warehouse, the export and
the site are reached through it, so they always belong together. A killed build leaves its rest in
``build/aside``, which the next one clears.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from muster.card import SHOWN, Card, goal_of
from muster.project import MusterError, Project

KEPT = 3
"""Publications that stay on disk, the current one included."""


def raise_for_obstacles(project: Project) -> None:
    """Make ``build/``, and look whether a publication could be shown in it.

    Raises:
        MusterError: something stands where a folder or a link of a build belongs, or nobody may
            write there.
    """
    folders = (
        project.build, project.publications, project.aside, project.replays, project.dbt_target,
        project.logs,
    )  # fmt: skip
    for folder in folders:
        if os.path.lexists(folder) and not folder.is_dir():
            raise MusterError(
                f"found {_what_stands(folder)} at {project.relative(folder)}, expected a folder "
                "of the build; move it away"
            )
    for link in (project.current, *(project.build / name for name in SHOWN)):
        if os.path.lexists(link) and not link.is_symlink():
            raise MusterError(
                f"found {_what_stands(link)} at {project.relative(link)}, expected a link that a "
                "build makes; move it away"
            )
    try:
        project.build.mkdir(exist_ok=True)
    except OSError as error:
        raise MusterError(f"cannot make the folder {project.build}: {error.strerror}") from error
    for folder in folders:
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            raise MusterError(f"{folder} cannot be written to; let the user who builds write there")


def begin(project: Project) -> Path:
    """Clear what a killed build left, and return the empty folder in which a build may grow."""
    shutil.rmtree(project.aside, ignore_errors=True)
    project.aside.mkdir(parents=True)
    return project.aside


def publish(project: Project, card: Card) -> None:
    """Show the finished build to every reader, in one step; then forget the oldest ones.

    Raises:
        MusterError: something stands in the way; what was published stays.
    """
    raise_for_obstacles(project)
    _sync_tree(project.aside)
    project.publications.mkdir(exist_ok=True)
    os.rename(project.aside, project.publications / card.publication)
    _sync(project.publications)
    for name in SHOWN:
        _point(project.build / name, goal_of(name))
    # last, because this is the step that shows it
    _point(project.current, f"publications/{card.publication}")
    _sync(project.build)
    _forget_old(project, card.publication)


def _point(link: Path, goal: str) -> None:
    """Make ``link`` point at ``goal``, never missing in between."""
    if link.is_symlink() and os.readlink(link) == goal:
        return
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(goal)
    os.replace(fresh, link)


def _what_stands(path: Path) -> str:
    if path.is_symlink():
        return "a broken link"
    return "a folder" if path.is_dir() else "a file"


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
