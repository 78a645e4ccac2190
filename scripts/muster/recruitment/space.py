"""What can be counted apart: cells of people, cut into intervals of days.

A *cell* is a set of countries that every population either has in it or leaves out, or a group
that no list of countries describes. A cell's days are cut where a constraint on it starts or ends.
The numbers of persons taken in, cell by cell and interval by interval, are the unknowns; the number
that any figure speaks of is a sum of them, so a region is the sum of its countries and a year of
its months.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Constraint:
    """At least, or at most, so many persons of a population between two days.

    Read from the mart ``recruitment_constraints``.
    """

    figure_id: str
    rule: Literal["at_least", "at_most"]
    population: str
    persons: float
    starts_on: date | None
    """None: from the beginning."""
    ends_on: date


Columns = tuple[int, ...]
"""Unknowns, by number."""


class Space:
    """The unknowns of one measure.

    Args:
        constraints: those of the measure.
        populations: others that will be asked about.
        members: the countries of each population that countries make up.
        parents: of each population that lies within another, that other.
    """

    def __init__(
        self,
        constraints: Sequence[Constraint],
        populations: AbstractSet[str],
        members: Mapping[str, AbstractSet[str]],
        parents: Mapping[str, str],
    ) -> None:
        self._members = members
        known = {*populations, *(constraint.population for constraint in constraints)}
        self._parents = _groups(known, members, parents)
        self._cells = self._lay_cells(known.union(self._parents, self._parents.values()))
        self._cuts = self._cut_days(constraints)
        self._first_column = [0]
        for cuts in self._cuts:
            self._first_column.append(self._first_column[-1] + len(cuts) + 1)

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self._first_column[-1]

    def touching(self, population: str, starts_on: date | None, ends_on: date) -> Columns:
        """Unknowns that may count someone of the population within the days."""
        before, until = _days(starts_on, ends_on)
        return tuple(
            self._first_column[cell] + interval
            for cell in self._cells[population]
            for interval in range(
                0 if before is None else bisect_right(self._cuts[cell], before),
                bisect_left(self._cuts[cell], until) + 1,
            )
        )

    def inside(self, population: str, starts_on: date | None, ends_on: date) -> Columns:
        """Unknowns that count only people of the population within the days."""
        before, until = _days(starts_on, ends_on)
        return tuple(
            self._first_column[cell] + interval
            for cell in self._cells[population]
            for interval in range(
                0 if before is None else bisect_left(self._cuts[cell], before) + 1,
                bisect_right(self._cuts[cell], until),
            )
        )

    def overlaps(self, population: str, others: Iterable[str]) -> bool:
        """Whether any of the others may have someone in it who is of the population."""
        cells = set(self._cells[population])
        return any(cells.intersection(self._cells[other]) for other in others)

    def groups_within_parents(self) -> list[tuple[int, Columns]]:
        """Each unknown of a group with those of its parent in the same days, innermost first."""
        return [
            (self._first_column[cell] + interval, self._same_days(parent, cell, interval))
            for group, parent in self._parents.items()
            for cell in self._cells[group]
            for interval in range(len(self._cuts[cell]) + 1)
        ]

    def _same_days(self, parent: str, group_cell: int, interval: int) -> Columns:
        """Unknowns of a parent in one interval of its group, which it is cut into or finer."""
        ends = self._cuts[group_cell]
        found: list[int] = []
        for cell in self._cells[parent]:
            cuts = self._cuts[cell]
            first = bisect_left(cuts, ends[interval - 1]) + 1 if interval else 0
            last = bisect_left(cuts, ends[interval]) if interval < len(ends) else len(cuts)
            found += range(self._first_column[cell] + first, self._first_column[cell] + last + 1)
        return tuple(found)

    def _lay_cells(self, populations: Iterable[str]) -> dict[str, tuple[int, ...]]:
        inside_of = defaultdict(set)
        for population in populations:
            # a country, or a group, that nothing lists is its own member
            for member in self._members.get(population, {population}):
                inside_of[member].add(population)
        signatures = sorted({tuple(sorted(found)) for found in inside_of.values()})
        return {
            population: tuple(
                cell for cell, signature in enumerate(signatures) if population in signature
            )
            for population in populations
        }

    def _cut_days(self, constraints: Sequence[Constraint]) -> list[list[int]]:
        cuts: list[set[int]] = [set() for _ in {c for cells in self._cells.values() for c in cells}]
        for constraint in constraints:
            ends = _ends(constraint)
            for cell in self._cells[constraint.population]:
                cuts[cell] |= ends
        # A group is held against its parent between the days that bound either: of a parent of many
        # countries, those that bound it as a whole.
        for group, parent in reversed(self._parents.items()):
            whole = set(self._cells[parent])
            bounds = (
                cuts[min(whole)]
                if len(whole) == 1
                else set().union(
                    *(_ends(c) for c in constraints if whole.issubset(self._cells[c.population]))
                )
            )
            for cell in self._cells[group]:
                cuts[cell] |= bounds
        for group, parent in self._parents.items():
            for cell in self._cells[parent]:
                cuts[cell].update(*(cuts[own] for own in self._cells[group]))
        return [sorted(days) for days in cuts]


def _groups(
    populations: AbstractSet[str],
    members: Mapping[str, AbstractSet[str]],
    parents: Mapping[str, str],
) -> dict[str, str]:
    """The populations, and those around them, that no countries make up, each with its parent.

    Innermost first.
    """
    depths: dict[str, int] = {}
    for population in populations:
        group, depth = population, 0
        while group in parents and group not in members:
            depths[group] = max(depth, depths.get(group, 0))
            group, depth = parents[group], depth + 1
    return {group: parents[group] for group in sorted(depths, key=lambda g: (depths[g], g))}


def _ends(constraint: Constraint) -> set[int]:
    """The days that a constraint's own days end with, and the last before them."""
    return {end for end in _days(constraint.starts_on, constraint.ends_on) if end}


def _days(starts_on: date | None, ends_on: date) -> tuple[int | None, int]:
    """The last day before a span, and its last."""
    return starts_on.toordinal() - 1 if starts_on else None, ends_on.toordinal()
