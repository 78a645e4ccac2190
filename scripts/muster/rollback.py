"""Going back to a publication that is still kept, with its warehouse, export and site at once."""

from __future__ import annotations

from dataclasses import dataclass

from muster.card import Card, DamagedError
from muster.durable import sync
from muster.locks import only_build
from muster.project import MusterError, Project
from muster.publication import WITHDRAWN, clear, kept, raise_for_obstacles, show


@dataclass(frozen=True)
class Kept:
    """One publication on disk."""

    name: str
    card: Card | None
    """None where it is damaged."""
    is_current: bool
    is_withdrawn: bool
    """Whether somebody rolled back from it."""


def publications(project: Project) -> list[Kept]:
    """List the publications that are kept, the oldest first."""
    shown = project.current.resolve()
    found = []
    for name in kept(project):
        folder = project.publications / name
        try:
            card = Card.of(project, folder)
        except DamagedError:
            card = None
        found.append(Kept(name, card, folder == shown, (folder / WITHDRAWN).exists()))
    return found


def roll_back(project: Project, goal: str | None = None) -> Card:
    """Show a kept publication again, and withdraw those that came after it.

    A build makes no publication again that was withdrawn, unless it is forced to.

    Args:
        project: the project.
        goal: the publication's name; that before the current one, if none is given.

    Returns:
        the card of what is shown now.

    Raises:
        BusyError: a build is running.
        MusterError: there is no such publication, or it is damaged; what is shown stays.
    """
    raise_for_obstacles(project)
    with only_build(project):
        clear(project)
        all_kept = publications(project)
        chosen = _chosen(all_kept, goal)
        card = Card.of(project, project.publications / chosen.name)
        card.raise_for_damaged_files(project, every_byte=True)
        # marked before anything moves: a rollback that is killed here withdraws nothing that is
        # shown, and one that is killed later has nothing left to do
        for one in all_kept:
            mark = project.publications / one.name / WITHDRAWN
            if one.name > chosen.name:
                mark.touch()
            else:
                mark.unlink(missing_ok=True)
            sync(mark.parent)
        show(project, chosen.name)
    return card


def withdrawn_twin(project: Project, fingerprint: str) -> str | None:
    """Name the publication of the same sources that somebody rolled back from, if there is one."""
    for one in reversed(publications(project)):
        is_gone = one.is_withdrawn and not one.is_current
        if is_gone and one.card and one.card.fingerprint == fingerprint:
            return one.name
    return None


def _chosen(all_kept: list[Kept], goal: str | None) -> Kept:
    names = ", ".join(one.name for one in all_kept) or "none"
    if goal is not None:
        for one in all_kept:
            if one.name == goal:
                return one
        raise MusterError(f"found no publication {goal!r}, expected one that is kept: {names}")
    current = next((one.name for one in all_kept if one.is_current), None)
    before = [
        one
        for one in all_kept
        if not one.is_withdrawn and one.card and (current is None or one.name < current)
    ]
    if not before:
        raise MusterError(f"found no publication before the current one; kept are: {names}")
    return before[-1]
