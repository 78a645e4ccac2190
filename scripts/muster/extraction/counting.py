"""What a number counts: people, states, cases, money, a share, a time, or something else."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from itertools import pairwise

from muster.extraction.marks import Mark, Sentence, Text, between
from muster.extraction.quantities import Quantity

OF_WHOLE = 2
"""Tokens between a part and its whole: "of the"."""
HEAD_REACH = 8
"""Tokens between a number and the noun that it counts."""

TIME_UNITS = {
    "time_days": "days",
    "time_weeks": "weeks",
    "time_months": "months",
    "time_years": "years",
}


@dataclass(frozen=True, slots=True)
class Count:
    """A number where it stands, in tokens, and what it counts.

    ``family`` is a table of the pack's measures (persons, countries, cases, money, percent,
    time), or ``elliptical`` where no noun follows, or ``other``. ``noun`` is the phrase counted.
    """

    quantity: Quantity
    sentence: Sentence
    first: int
    last: int
    family: str
    unit: str
    noun: Mark | None
    end: int
    """Token after the whole phrase, the noun included."""
    is_whole: bool = False
    """Whether another number is told as a part of it: "59 of the 554"."""


def counts(text: Text, dated: Set[int]) -> list[Count]:
    """Find every number of the article and what it counts, in text order.

    Args:
        text: the article.
        dated: tokens that belong to dates; a number among them counts nothing.
    """
    found: list[Count] = []
    told: set[tuple[float | None, float | None]] = set()
    starts = {text.token_at(quantity.start) for quantity in text.quantities}
    for quantity in text.quantities:
        sentence = text.sentence_at(quantity.start)
        if sentence is None or quantity.end > sentence.end:
            continue
        first = text.token_at(quantity.start)
        if first not in dated:
            is_told = (quantity.low, quantity.high) in told
            told.add((quantity.low, quantity.high))
            count = _count(text, quantity, sentence, starts)
            if is_told and _points_back(text, count):
                count = replace(count, family="other")
            found.append(count)
    return _with_wholes(text, found)


def _with_wholes(text: Text, found: list[Count]) -> list[Count]:
    """Let the part of "59 of the 554 men" reach over its whole, to what happened to it.

    So does "1,436 citizens of 36 countries" over the countries.
    """
    of_countries = text.pack.words("people", "nationality", "of_countries")
    of = text.pack.words("people", "elliptical", "part_of")
    counts = list(found)
    for index, (part, whole) in enumerate(pairwise(found)):
        if whole.family == "countries" and part.family == "persons":
            words = text.lower[part.end : whole.first]
            if len(words) == 1 and words[0] in of_countries:
                counts[index] = replace(part, end=whole.end)
            continue
        words = text.lower[part.last : whole.first]
        is_near = 0 < len(words) <= OF_WHOLE
        if part.family == "elliptical" and is_near and words[0] in of:
            counts[index] = replace(part, end=max(part.end, whole.end))
            counts[index + 1] = replace(whole, is_whole=True)
    return counts


def _count(text: Text, quantity: Quantity, sentence: Sentence, starts: Set[int]) -> Count:
    first, last = text.tokens_of((quantity.start, quantity.end))
    if quantity.unit == "percent":
        return Count(quantity, sentence, first, last, "percent", "percent", None, last)
    if quantity.unit is not None and quantity.unit != "percentage_points":
        return Count(quantity, sentence, first, last, "money", quantity.unit, None, last)
    family, unit, noun, end = _head(text, sentence, last, starts)
    designators = text.pack.words("people", "designators", "before")
    if first > sentence.first and text.lower[first - 1] in designators:
        family = "other"
    if text.tokens[last : last + 1] and {last, first - 1} & text.numbers:
        family = "other"  # "22 21 36 01": digits in groups are a number to dial
    if family == "time" and text.lower[first - 1] in text.pack.words(
        "people", "designators", "before_time"
    ):
        family = "other"
    return Count(quantity, sentence, first, last, family, unit, noun, end)


def _points_back(text: Text, count: Count) -> bool:
    """Tell whether a number repeats one told before: "two of the 25", "apart from the 18"."""
    before = text.lower[count.first - 1] if count.first else ""
    return count.quantity.relation == "exact" and before in text.pack.words(
        "people", "elliptical", "definite"
    )


def _head(
    text: Text, sentence: Sentence, last: int, starts: Set[int]
) -> tuple[str, str, Mark | None, int]:
    """Find the noun after a number, over its modifiers; or see that there is none.

    Returns family, unit, the noun's mark, and the token after the phrase.
    """
    limit = min(sentence.last, last + HEAD_REACH)
    nouns = _nouns(sentence, last)
    cues = {m.first for m in sentence.under("measures", "persons") if m.label[-1] != "noun"}
    places = {place.first: place for place in between(text.places, last, limit)}
    modifiers = text.pack.words("people", "modifiers", "words")
    countries = text.pack.words("people", "nouns", "countries")
    ellipses = text.pack.words("people", "elliptical", "words")
    nothing: tuple[str, str, Mark | None, int] = ("elliptical", "persons", None, last)
    is_glued = last + 1 < limit and text.tokens[last] == "-"  # "a 12-year term"
    index, has_unknown = last + is_glued, False
    while index < limit:
        noun, place, word = nouns.get(index), places.get(index), text.lower[index]
        if noun is not None and not (nothing[2] is not None and noun.label[0] == "measures"):
            is_adjective = noun.label[1] == "groups" or noun.label[0] == "measures"
            if is_adjective and {noun.last} & (nouns.keys() | places.keys()):
                index = noun.last  # "20 African countries", "ten deceased Indians"
                continue
            if noun.label[1] == "groups" and text.lower[noun.last - 1] in countries:
                return "countries", "countries", noun, noun.last
            return *_family(noun), noun, noun.last
        if place is not None:
            index = place.last
            if place.forms & {"people", "person"}:
                people = Mark(("people", "nouns", "persons"), place.first, place.last)
                nothing = ("persons", "persons", people, place.last)
        elif word in modifiers:
            index += 1
        elif index in starts or index in cues or word in ellipses or not word[0].isalnum():
            return nothing
        elif has_unknown or not {index + 1} & (nouns.keys() | places.keys() | cues):
            stands_alone = last in cues or text.lower[last] in ellipses
            return nothing if stands_alone or nothing[2] else ("other", "", None, index)
        else:
            has_unknown = True
            index += 1
    return nothing


def _nouns(sentence: Sentence, last: int) -> dict[int, Mark]:
    """Return the longest phrase that may be counted at each token after a number."""
    nouns: dict[int, Mark] = {}
    for mark in (
        *sentence.under("people", "nouns"),
        *sentence.under("people", "groups"),
        *(mark for mark in sentence.under("measures") if mark.label[-1] == "noun"),
    ):
        if last <= mark.first <= last + HEAD_REACH:
            longest = nouns.get(mark.first)
            if longest is None or mark.last > longest.last:
                nouns[mark.first] = mark
    return nouns


def _family(mark: Mark) -> tuple[str, str]:
    if mark.label[0] == "measures":
        return mark.label[1], mark.label[1]
    if mark.label[1] == "groups":
        return "persons", "persons"
    kind = mark.label[2]
    if kind in TIME_UNITS:
        return "time", TIME_UNITS[kind]
    return kind, kind
