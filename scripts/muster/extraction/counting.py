"""What a number counts: people, states, cases, money, a share, a time, or something else."""

from __future__ import annotations

from dataclasses import dataclass

from muster.extraction.marks import Mark, Sentence, Text
from muster.extraction.quantities import Quantity, quantities

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


def counts(text: Text) -> list[Count]:
    """Find every number of the article and what it counts, in text order."""
    found = []
    for quantity in quantities(text.plain, text.pack.language):
        sentence = text.sentence_at(quantity.start)
        if sentence is None or quantity.end > sentence.end:
            continue
        first, last = text.tokens_of((quantity.start, quantity.end))
        found.append(_count(text, quantity, sentence, first, last))
    return found


def _count(text: Text, quantity: Quantity, sentence: Sentence, first: int, last: int) -> Count:
    if quantity.unit == "percent":
        return Count(quantity, sentence, first, last, "percent", "percent", None, last)
    if quantity.unit is not None and quantity.unit != "percentage_points":
        return Count(quantity, sentence, first, last, "money", quantity.unit, None, last)
    family, unit, noun, end = _head(text, sentence, last)
    designators = text.pack.words("people", "designators", "before")
    if first > sentence.first and text.lower[first - 1] in designators:
        family = "other"
    return Count(quantity, sentence, first, last, family, unit, noun, end)


def _head(text: Text, sentence: Sentence, last: int) -> tuple[str, str, Mark | None, int]:
    """Find the noun after a number, over its modifiers; or see that there is none."""
    nouns: dict[int, Mark] = {}
    for mark in sentence.under("people"):
        if mark.label[1] in ("nouns", "groups") and last <= mark.first <= last + HEAD_REACH:
            if mark.first not in nouns or mark.last > nouns[mark.first].last:
                nouns[mark.first] = mark
    for mark in sentence.under("measures"):
        if mark.label[-1] == "noun" and last <= mark.first <= last + HEAD_REACH:
            if mark.first not in nouns or mark.last > nouns[mark.first].last:
                nouns[mark.first] = mark
    places = {p.first: p for p in text.places if last <= p.first <= last + HEAD_REACH}
    modifiers = text.pack.words("people", "modifiers", "words")
    ellipses = text.pack.words("people", "elliptical", "words")
    index, skipped, of_them = last, 0, False
    while index < min(sentence.last, last + HEAD_REACH):
        word = text.lower[index]
        noun = nouns.get(index)
        if noun is not None:
            family, unit = _family(noun)
            # "20 African countries", "of the 25": a group's name may only be an adjective
            if (
                noun.label[1] == "groups"
                and noun.last in nouns
                and nouns[noun.last].label[1] == "nouns"
            ):
                index = noun.last
                continue
            return family, unit, noun, noun.last
        if place := places.get(index):
            index = place.last
            if (
                place.forms & {"people", "person"}
                and index not in nouns
                and (
                    index >= sentence.last
                    or not text.lower[index].isalpha()
                    or text.lower[index] in ellipses
                    or text.lower[index] not in modifiers
                )
            ):
                people = Mark(("people", "nouns", "persons"), place.first, place.last)
                return "persons", "persons", people, place.last
            continue
        if word in modifiers:
            of_them = of_them or word in ("them", "whom", "those", "these")
            index += 1
            continue
        if word in ellipses or not word[0].isalnum():
            return "elliptical", "persons", None, last
        if skipped or (index + 1 not in nouns and index + 1 not in places):
            return "other", "", None, index
        skipped += 1
        index += 1
    return "elliptical", "persons", None, last


def _family(mark: Mark) -> tuple[str, str]:
    if mark.label[0] == "measures":
        return mark.label[1], mark.label[1]
    if mark.label[1] == "groups":
        return "persons", "persons"
    kind = mark.label[2]
    if kind in TIME_UNITS:
        return "time", TIME_UNITS[kind]
    return kind, kind
