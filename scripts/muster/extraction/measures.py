"""Which measure a number states, by the nearest of the pack's phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from muster.extraction.counting import Count
from muster.extraction.marks import Mark, Sentence, Text

FARTHEST = 24
"""Cost beyond which a phrase says nothing of a number."""
WEAK = 7
BEFORE = 2
"""A phrase after the number is a little nearer: English tells what happened after who."""
HARD_BREAK, SOFT_BREAK, JOIN = 8, 3, 2
OTHER_NUMBER = 9
NAMED = 12
"""How much farther a phrase of naming may be than one of recruiting, and still win."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure with what it cost to reach its phrase."""

    measure: str
    cost: int
    cue: Mark | None


def measure(text: Text, count: Count, others: Iterable[Count]) -> Measured | None:
    """Choose the measure of a number in its sentence; None if no phrase is near enough."""
    numbers = [other for other in others if other.sentence is count.sentence and other is not count]
    family = "persons" if count.family == "elliptical" else count.family
    if count.noun is not None and count.noun.label[0] == "measures":
        best = Measured(count.noun.label[2], 0, count.noun)
        if best.measure not in AMBIGUOUS_NOUNS:
            return best
    candidates = sorted(_candidates(text, count, family, numbers), key=lambda item: item.cost)
    if not candidates:
        return None
    chosen = candidates[0]
    if family == "persons":
        chosen = _named_rather_than_recruited(candidates) or chosen
        chosen = _fighters_rather_than_recruiters(count.sentence, chosen)
    return chosen if chosen.cost <= FARTHEST else None


AMBIGUOUS_NOUNS = frozenset({"in_captivity", "recruiters_arrested", "cases_opened", "trafficked"})
"""Measures whose noun is only a hint: prisoners may also have been exchanged or killed."""


def _candidates(text: Text, count: Count, family: str, numbers: list[Count]) -> Iterator[Measured]:
    weak = {(mark.first, mark.last) for mark in count.sentence.of("measures", "weak", "phrases")}
    for mark in count.sentence.under("measures", family):
        direction = mark.label[-1]
        if mark.first < count.last and mark.last > count.first and family != "time":
            continue
        is_after = mark.first >= count.last
        if (direction == "before" and is_after) or (direction == "after" and not is_after):
            continue
        cost = _distance(text, count, mark, numbers) + (
            WEAK if (mark.first, mark.last) in weak else 0
        )
        yield Measured(mark.label[2], cost, mark)


def _distance(text: Text, count: Count, mark: Mark, numbers: list[Count]) -> int:
    """Count the tokens between a number and a phrase; clause ends and other numbers cost more."""
    if mark.first >= count.last:
        first, last, cost = max(count.end, count.last), mark.first, 0
    else:
        first, last, cost = mark.last, count.first, BEFORE
    cost += max(0, last - first)
    for index in range(first, last):
        token = text.lower[index]
        if token in (";", ":", "—", "–", "(", ")"):
            cost += HARD_BREAK
        elif token == ",":
            cost += SOFT_BREAK
    for label, price in (("breaks", HARD_BREAK // 2), ("joins", JOIN)):
        for other in count.sentence.of("text", "clauses", label):
            if first <= other.first < last:
                cost += price
    cost += sum(
        OTHER_NUMBER for n in numbers if n.first < last and n.last > first and n.family != "other"
    )
    return cost


def _named_rather_than_recruited(candidates: list[Measured]) -> Measured | None:
    """Prefer "names of 1,780 Africans recruited" as identified: what is known is the names."""
    if candidates[0].measure not in ("recruited", "serving", "contracts_signed"):
        return None
    for candidate in candidates:
        if candidate.measure == "identified_as_recruited" and (
            candidate.cost <= candidates[0].cost + NAMED
        ):
            return candidate if candidates[0].measure != "contracts_signed" else None
    return None


def _fighters_rather_than_recruiters(sentence: Sentence, chosen: Measured) -> Measured:
    if chosen.measure == "recruiters_arrested" and sentence.of(
        "measures", "arrested_fighters", "phrases"
    ):
        return Measured("fighters_arrested", chosen.cost, chosen.cue)
    return chosen
