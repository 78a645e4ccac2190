"""Which measure a number states, by the nearest of the pack's phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache

from muster.extraction.counting import Count
from muster.extraction.marks import Mark, Sentence, Text
from muster.extraction.pack import load_pack

FARTHEST = 24
"""Cost beyond which a phrase says nothing of a number."""
WEAK, BACKGROUND = 7, 4
BEFORE = 2
"""A phrase after the number is a little nearer: English tells what happened after who."""
ADJOINING = -3
"""The cost of "the deaths of" before "four more recruits": nothing is nearer."""
OF_WHAT = frozenset({"time", "money"})
"""Families of numbers whose unit is followed by what they are of."""
HARD_BREAK, SOFT_BREAK, JOIN = 8, 3, 2
HARD = frozenset(";:—–()")
CROSSED_AFTER, CROSSED_BEFORE, CROSSED_OTHER = 30, 12, 6
"""A phrase behind another number of the same unit belongs to that one."""
RELATIVE, RELATIVE_LENGTH = 10, 5
AROUND = 4
"""Tokens between a number and either part of what stands around it."""
OWN_NOUN = 6
"""What the counted noun itself adds where it is only a hint: "four accused"."""
CEILINGS = frozenset({"up_to", "at_most"})
"""Relations of a term that the law sets; what a court imposes has none."""
NAMED = 9
"""How much farther a phrase of naming may be than one of recruiting, and still win."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure with what it cost to reach its phrase, and where it ranks among others."""

    measure: str
    cost: int
    cue: Mark | None
    rank: int = 0


def measure(text: Text, count: Count, others: Iterable[Count], named: Set[int]) -> Measured | None:
    """Choose the measure of a number in its sentence; None if no phrase is near enough.

    Args:
        text: the article.
        count: the number.
        others: all numbers of the article.
        named: tokens inside the names of actors, which say nothing of a number.
    """
    numbers = [other for other in others if other.sentence is count.sentence and other is not count]
    family = "persons" if count.family == "elliptical" else count.family
    noun = count.noun
    if noun is not None and noun.label[0] == "measures" and noun.label[2] not in AMBIGUOUS_NOUNS:
        return Measured(noun.label[2], 0, noun)
    candidates = sorted(
        _candidates(text, count, family, numbers, named), key=lambda item: item.rank
    )
    if not candidates:
        return None
    chosen = candidates[0]
    if family == "persons":
        chosen = _named_rather_than_recruited(candidates) or chosen
        chosen = _fighters_rather_than_recruiters(count.sentence, chosen)
    if chosen.measure == "sentence_imposed" and count.quantity.relation in CEILINGS:
        chosen = Measured("sentence_maximum", chosen.cost, chosen.cue)
    return chosen if chosen.cost <= FARTHEST else None


AMBIGUOUS_NOUNS = frozenset(
    {
        "in_captivity", "recruiters_arrested", "cases_opened", "trafficked", "charged",
        "convicted", "contracts_signed",
    }
)  # fmt: skip
"""Measures whose noun is only a hint: prisoners may have been exchanged, the accused arrested."""


def _candidates(
    text: Text, count: Count, family: str, numbers: list[Count], named: Set[int]
) -> Iterator[Measured]:
    weak = {(mark.first, mark.last) for mark in count.sentence.of("measures", "weak", "phrases")}
    background = text.pack.words("measures", "background", "measures")
    for name in _around(text, count, family):
        yield Measured(name, ADJOINING, None, ADJOINING)
    noun = count.noun
    phrases = count.sentence.under("measures", family)
    for mark in phrases:
        if any(_covers(other, mark) for other in phrases):
            continue
        direction, name = mark.label[-1], mark.label[2]
        is_after = mark.first >= count.last
        overlaps = mark.first < count.last and mark.last > count.first
        if (overlaps and family != "time") or mark.first in named:
            continue
        if direction == ("before" if is_after else "after"):
            continue
        cost = _distance(text, count, mark, numbers)
        adjoins = not is_after and mark.last == count.first
        if (mark.first, mark.last) in weak and not (adjoins and family == "time"):
            cost += WEAK
        elif adjoins and name != "identified_as_recruited":
            cost = ADJOINING
        if family in OF_WHAT and _says_of_what(text, count, mark):
            cost = ADJOINING - 1
        rank = cost + (BACKGROUND if name in background else 0)
        if count.is_whole:
            rank = cost + (0 if name in background else RELATIVE)
        elif is_after and _is_relative(text, count, mark, is_background=name in background):
            rank += RELATIVE
        if noun is not None and mark == noun:
            rank += OWN_NOUN
        yield Measured(name, cost, mark, rank)


def _covers(other: Mark, mark: Mark) -> bool:
    """Tell whether a longer phrase shares words: "killed or have vanished", "have been killed"."""
    is_longer = other.last - other.first > mark.last - mark.first
    return is_longer and other.first < mark.last and mark.first < other.last


def _says_of_what(text: Text, count: Count, mark: Mark) -> bool:
    """Tell whether a phrase follows the number with "of": "got two weeks of training"."""
    of_what = text.pack.words("people", "nationality", "of_countries")
    is_next = mark.first <= count.end + 1 < mark.last + 1 and mark.last > count.end
    return is_next and text.lower[count.end] in of_what


def _around(text: Text, count: Count, family: str) -> Iterator[str]:
    """Yield measures of which one part stands before the number and one after it."""
    before = text.lower[max(count.sentence.first, count.first - AROUND) : count.first]
    after = text.lower[count.end : min(count.sentence.last, count.end + AROUND)]
    for name, left, right in _pairs(text.pack.language, family):
        if _holds(before, left) and _holds(after, right):
            yield name


def _holds(words: list[str], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    if not set(phrase) <= set(words):
        return False
    return any(tuple(words[i : i + size]) == phrase for i in range(len(words) - size + 1))


@cache
def _pairs(language: str, family: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    phrases = load_pack(language).phrases
    return [
        (label[2], tuple(left.split()), tuple(right.split()))
        for label, values in phrases.items()
        if label[:2] == ("measures", family) and label[-1] == "around"
        for left, _, right in (value.partition("…") for value in values)
    ]


def _is_relative(text: Text, count: Count, mark: Mark, *, is_background: bool) -> bool:
    """Tell whether a phrase stands in a clause like "who had been tricked into the war"."""
    if mark.label[2] == "ever_served" or count.end >= len(text.lower):
        return False
    if mark.first == count.end and count.noun is not None:
        return is_background  # "South Africans lured to the front landed": who they are
    relative = text.pack.words("periods", "opening", "relative")
    opens = text.lower[count.end] in relative
    return opens and mark.first - count.end <= RELATIVE_LENGTH


def _distance(text: Text, count: Count, mark: Mark, numbers: list[Count]) -> int:
    """Count the tokens between a number and a phrase; clause ends and other numbers cost more."""
    if mark.first >= count.last:
        first, last, cost, crossing = max(count.end, count.last), mark.first, 0, CROSSED_AFTER
    else:
        first, last, cost, crossing = mark.last, count.first, BEFORE, CROSSED_BEFORE
    cost += max(0, last - first)
    for index in range(first, last):
        if text.lower[index] in HARD:
            cost += HARD_BREAK
        elif text.lower[index] == ",":
            cost += SOFT_BREAK
    for label, price in (("breaks", HARD_BREAK // 2), ("joins", JOIN)):
        for other in count.sentence.of("text", "clauses", label):
            if first <= other.first < last:
                cost += price
    crossed = [
        number
        for number in numbers
        if number.first < last
        and number.last > first
        and number.family != "other"
        and not count.last <= number.first < count.end
    ]
    for number in crossed:
        if _are_joined(text, count, number):
            cost += JOIN  # "1,000 sappers and 5,000 builders will go"
        elif number.unit == count.unit == "persons":
            cost += crossing
        else:
            cost += CROSSED_OTHER
    return cost


def _are_joined(text: Text, count: Count, number: Count) -> bool:
    """Tell whether two counted nouns share what follows: "1,000 sappers and 5,000 builders"."""
    between = text.lower[count.end : number.first]
    joins = text.pack.words("text", "clauses", "joins")
    return count.noun is not None and len(between) == 1 and between[0] in joins


def _named_rather_than_recruited(candidates: list[Measured]) -> Measured | None:
    """Prefer "names of 1,780 Africans recruited" as identified: what is known is the names."""
    first = candidates[0]
    reach = {"recruited": NAMED, "serving": NAMED, "ever_served": BEFORE}.get(first.measure)
    if reach is None:
        return None
    for candidate in candidates:
        if candidate.measure == "identified_as_recruited" and candidate.rank <= first.rank + reach:
            return candidate
    return None


def _fighters_rather_than_recruiters(sentence: Sentence, chosen: Measured) -> Measured:
    if chosen.measure == "recruiters_arrested" and sentence.of(
        "measures", "arrested_fighters", "phrases"
    ):
        return Measured("fighters_arrested", chosen.cost, chosen.cue)
    return chosen
