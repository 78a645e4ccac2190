"""The band of each month: least and most of what the figures allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from math import ceil, floor

from muster.recruitment.allowed import HALF_A_STEP, Allowed
from muster.recruitment.disputes import Dispute
from muster.recruitment.space import Columns, Space


@dataclass(frozen=True)
class Band:
    """Least and most persons; ``most`` is None without limit."""

    least: float
    most: float | None

    def hull(self, other: Band) -> Band:
        """The band that spans both."""
        mosts = (self.most, other.most)
        most = None if None in mosts else max(m for m in mosts if m is not None)
        return Band(min(self.least, other.least), most)

    def narrowed(self, other: Band) -> Band:
        """What both allow."""
        mosts = [most for most in (self.most, other.most) if most is not None]
        return Band(max(self.least, other.least), min(mosts, default=None))

    def ends(self) -> tuple[float | None, float | None]:
        """The ends as the marts have them.

        Persons are whole: "about 25" is 23 to 27 of them. Nobody is a number only where a figure
        says so, and otherwise no floor.
        """
        least = ceil(self.least - HALF_A_STEP)
        most = None if self.most is None else floor(self.most + HALF_A_STEP)
        is_silent = least == 0 and most != 0
        return None if is_silent else float(least), None if most is None else float(most)


@dataclass(frozen=True)
class Question:
    """How many persons? Counted surely by ``inside``, at most by ``touching``."""

    inside: Columns
    touching: Columns


@dataclass(frozen=True)
class Month:
    """A month of one population."""

    population: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Solved:
    """What the figures allow for one month."""

    month: Month
    within: Band
    """In the month."""
    by_its_end: Band
    is_contested: bool
    """Whether either band depends on which figures give way."""


def solve(
    space: Space,
    allowed: Allowed,
    disputes: Sequence[Dispute],
    months: Sequence[Month],
) -> list[Solved]:
    """Find what the figures allow.

    Figures in dispute stay aside, except where the dispute is over people of the population asked
    for: there it is settled in every way in turn, and the band spans the ways, so that whichever
    side is right lies within.

    Args:
        space: the unknowns.
        allowed: the constraints on them.
        disputes: all there are.
        months: what is asked for, in the order of the answers.
    """
    asked = [
        (
            month,
            _question(space, month.population, month.first_day, month.last_day),
            _question(space, month.population, None, month.last_day),
        )
        for month in months
    ]
    disputed = frozenset().union(*(dispute.figures for dispute in disputes))
    allowed.leave_aside(disputed)
    undisputed = _answers(allowed, (question for _, *both in asked for question in both))
    bands = dict(undisputed)
    contested: set[Question] = set()
    for dispute in disputes:
        about = {allowed.populations[figure] for figure in dispute.figures}
        concerned = {
            question
            for month, *both in asked
            if space.overlaps(month.population, about)
            for question in both
        }
        if dispute.ways is None:
            contested |= concerned
            continue
        by_way = []
        for way in dispute.ways:
            allowed.leave_aside((disputed - dispute.figures) | way)
            by_way.append(_answers(allowed, concerned, undisputed))
        for question in concerned:
            settled = [answers[question] for answers in by_way]
            bands[question] = bands[question].narrowed(reduce(Band.hull, settled))
            if len(set(settled)) > 1:
                contested.add(question)
    return [
        Solved(month, bands[within], bands[total], not contested.isdisjoint((within, total)))
        for month, within, total in asked
    ]


def _question(space: Space, population: str, starts_on: date | None, ends_on: date) -> Question:
    return Question(
        space.inside(population, starts_on, ends_on), space.touching(population, starts_on, ends_on)
    )


def _answers(
    allowed: Allowed, questions: Iterable[Question], looser: Mapping[Question, Band] | None = None
) -> dict[Question, Band]:
    """Ask all questions; ``looser`` has what fewer figures allowed."""
    answers = {}
    # in order, so that each question is near the one before
    for question in sorted(set(questions), key=lambda question: question.touching):
        known = looser[question] if looser is not None else None
        answers[question] = Band(
            allowed.least(question.inside, known.least if known else None),
            allowed.most(question.touching, known.most if known else None),
        )
    return answers
