"""Publishing: a build grows aside, and one rename shows all of it to every reader.

``build/current`` is a link to a folder of ``build/publications``; the warehouse, the export and
the site are reached through it, so they always belong together. A killed build leaves its rest in
``build/aside``, which the next one clears.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from muster import durable
from muster.card import SHOWN, Card, goal_of
from muster.project import MusterError, Project

KEPT = 3
"""Publications that stay on disk, the current one included."""

UNSEEN = "unseen"
"""Marks, by a file in its folder, a publication that no reader has been shown yet."""
WITHDRAWN = "withdrawn"
"""Marks a publication that somebody rolled back from."""


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
    clear(project)
    project.aside.mkdir(parents=True)
    return project.aside


def clear(project: Project) -> None:
    """Remove what killed builds left: all that grew aside, and what was whole but never shown."""
    shutil.rmtree(project.aside, ignore_errors=True)
    shown = os.path.realpath(project.current)
    for mark in sorted(project.publications.glob(f"*/{UNSEEN}")):
        if os.path.realpath(mark.parent) == shown:
            mark.unlink()
        else:
            shutil.rmtree(mark.parent, ignore_errors=True)
    for link in ("current", *SHOWN):
        (project.build / f".{link}.new").unlink(missing_ok=True)


def publish(project: Project, card: Card) -> None:
    """Show the finished build to every reader, in one step; then forget the oldest ones.

    Raises:
        MusterError: something stands in the way; what was published stays.
    """
    raise_for_obstacles(project)
    (project.aside / UNSEEN).touch()
    durable.sync_tree(project.aside)
    project.publications.mkdir(exist_ok=True)
    os.rename(project.aside, project.publications / card.publication)
    durable.sync(project.publications)
    show(project, card.publication)
    (project.publications / card.publication / UNSEEN).unlink()
    _forget_old(project, card.publication)


def show(project: Project, publication: str) -> None:
    """Show a publication of the folder to every reader, in one step."""
    for name in SHOWN:
        _point(project.build / name, goal_of(name))
    # last, because this is the step that shows it
    _point(project.current, f"publications/{publication}")
    durable.sync(project.build)


def kept(project: Project) -> list[str]:
    """Name the publications on disk, the oldest first."""
    if not project.publications.is_dir():
        return []
    return sorted(path.name for path in project.publications.iterdir())


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
    def is_wanted(name: str) -> bool:
        return not (project.publications / name / WITHDRAWN).exists()

    # what was rolled back from goes before what served
    names = sorted((name for name in kept(project) if name != current), key=is_wanted)
    for name in names[: max(0, len(names) - (KEPT - 1))]:
        shutil.rmtree(project.publications / name, ignore_errors=True)
