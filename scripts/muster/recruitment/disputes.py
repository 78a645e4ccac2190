"""Which figures cannot all hold, and the smallest sets of them that must give way.

Conflicts are found one at a time, each time without figures whose absence would settle those
already known, until what is left holds. A smallest set with a figure of each conflict found is then
proven to be enough, without listing every conflict there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from muster.recruitment.allowed import Allowed

Conflict = frozenset[str]
Way = frozenset[str]

MOST_WAYS = 64


@dataclass(frozen=True)
class Dispute:
    """Conflicts that share figures."""

    conflicts: tuple[Conflict, ...]
    ways: tuple[Way, ...] | None
    """Every set of figures that settles the dispute by giving way, and of which none could stay;
    None where there are more than ``MOST_WAYS``."""

    @property
    def figures(self) -> frozenset[str]:
        """All figures that stand in a conflict of the dispute."""
        return _union(self.conflicts)

    @property
    def smallest(self) -> tuple[Way, ...] | None:
        """The smallest ways, where the ways are known."""
        if self.ways is None:
            return None
        fewest = min(map(len, self.ways))
        return tuple(way for way in self.ways if len(way) == fewest)

    def settled(self) -> Iterable[frozenset[str]]:
        """Sets of figures that leave no conflict of the dispute when they are aside.

        They are the ways, or where these are too many, all figures but one.
        """
        return self.ways or (self.figures - {figure} for figure in sorted(self.figures))


def find_disputes(allowed: Allowed) -> list[Dispute]:
    """Find every dispute; what is left when all figures in dispute are aside holds together."""
    conflicts: list[Conflict] = []
    while True:
        disputes = _disputes(conflicts)
        new = _conflicts_beyond(allowed, disputes)
        if not new:
            return disputes
        conflicts += new


def _conflicts_beyond(allowed: Allowed, disputes: Sequence[Dispute]) -> list[Conflict]:
    """Find conflicts, no two with a common figure, that some way to settle each dispute leaves."""
    first = [next(iter(dispute.settled())) for dispute in disputes]
    tries = [_union(first)]
    for number, dispute in enumerate(disputes):
        others = _union(first[:number] + first[number + 1 :])
        tries += [others | aside for aside in dispute.settled()]
    found: list[Conflict] = []
    for aside in dict.fromkeys(tries):
        allowed.leave_aside(aside)
        while conflict := allowed.conflict():
            found.append(conflict)
            allowed.leave_aside(aside.union(*found))
        if found:
            break
    return found


def _disputes(conflicts: Iterable[Conflict]) -> list[Dispute]:
    clusters: list[list[Conflict]] = []
    for conflict in conflicts:
        joined = [cluster for cluster in clusters if any(conflict & other for other in cluster)]
        clusters = [cluster for cluster in clusters if cluster not in joined]
        clusters.append([*(other for cluster in joined for other in cluster), conflict])
    disputes = [Dispute(tuple(sorted(found, key=sorted)), _ways(found)) for found in clusters]
    return sorted(disputes, key=lambda dispute: sorted(dispute.figures))


def _ways(conflicts: Iterable[Conflict]) -> tuple[Way, ...] | None:
    """Sets with a figure of each conflict and none to spare, or None where they are too many.

    By Berge's algorithm: conflict after conflict, each way that does not settle it yet grows by one
    of its figures, and what has another way within itself falls away.
    """
    ways: set[Way] = {frozenset()}
    for conflict in conflicts:
        grown = {
            longer
            for way in ways
            for longer in ([way] if way & conflict else [way | {figure} for figure in conflict])
        }
        ways = {way for way in grown if not any(other < way for other in grown)}
        if len(ways) > MOST_WAYS:
            return None
    return tuple(sorted(ways, key=sorted))


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
