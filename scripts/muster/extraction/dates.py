"""When a text says that something was: "on 5 March 2024", "since 2022", "between May and July".

Dates are resolved to EDTF level 1. What is said relative to the day of publication ("last month",
"in December", "on Friday") needs that day; without it the mention is found and stays unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from muster.extraction.moments import Anchor, Moment, moments
from muster.extraction.tokens import DASHES, Tokens, pack, phrases, tokenize


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date of a text, with the word before it that says how it bounds ("since", "by").

    Spans are code points of the text as given, end exclusive.
    """

    start: int
    end: int
    edtf: str | None
    """EDTF level 1: ``2025-12``, ``2022/..``, ``../2025-11``, ``2015~``; None where the day of
    publication would be needed."""
    kind: str
    """point (a day; any date that is only near, or has no word before it), during ("in March"),
    since ("since 2022"), until ("until May", "to date"), by ("by October"), as_of, before, after,
    between (two dates joined)."""


def dates(text: str, published_on: str | None, language: str = "en") -> list[DateMention]:
    """The dates of a text, in order, none overlapping another.

    Never fails on a text, and takes time linear in its length.

    Args:
        text: any text.
        published_on: the day of publication in EDTF, against which relative dates are resolved;
            with month or year alone, weekdays and "yesterday" stay unresolved. A month without a
            year is the latest such month not after it, a weekday the latest such day.
        language: the language pack to read with.

    Raises:
        MusterError: there is no pack for the language.
    """
    tokens = tokenize(text)
    return [
        found.mention(tokens)
        for found in date_grammar(language).find(tokens, Anchor.read(published_on))
    ]


@dataclass(frozen=True, slots=True)
class Found:
    """A date mention in tokens."""

    first: int
    last: int
    edtf: str | None
    kind: str
    numbers: tuple[int, ...]
    """The tokens that are its days and years: numbers that count nothing."""

    def mention(self, tokens: Tokens) -> DateMention:
        """The same in code points."""
        span = tokens.starts[self.first], tokens.ends[self.last - 1]
        return DateMention(*span, self.edtf, self.kind)


class DateGrammar:
    """The dates of one language."""

    def __init__(self, language: str) -> None:
        data = pack(language, "dates")
        ranges = data["ranges"]
        self.moments = moments(language)
        named = (*self.moments.months, *self.moments.weekdays, *self.moments.units)
        self.possessives = {
            word + ending: word for word in named for ending in data["small"]["possessives"]
        }
        """Not of "yesterday": "yesterday's migrants" are of no day."""
        self.kinds = phrases(data["kinds"])
        self.openings = phrases({"between": ranges["between"], "from": ranges["from"]})
        self.joiners = {
            "between": phrases({"": ranges["and"]}),
            "from": phrases({"": ranges["to"]}),
            "": phrases({"": ranges["plain_to"]}),
        }

    def find(self, tokens: Tokens, anchor: Anchor | None) -> list[Found]:
        """Every date mention, left to right."""
        tokens = self._without_possessives(tokens)
        found: list[Found] = []
        floor, first_words = 0, self.moments.first_words
        for index, word in enumerate(tokens.words):
            if index < floor or not (word in first_words or word[0].isdecimal()):
                continue
            moment = self.moments.read(tokens, index, anchor)
            if moment is None:
                continue
            mention = self._pair(tokens, index, moment, anchor, floor)
            mention = mention or self._single(tokens, index, moment, anchor, floor)
            if mention is not None:
                found.append(mention)
                floor = mention.last
        return found

    def _without_possessives(self, tokens: Tokens) -> Tokens:
        """Read "November's" as November; it stands where it stood."""
        if self.possessives.keys().isdisjoint(tokens.words):
            return tokens
        return replace(tokens, words=[self.possessives.get(word, word) for word in tokens.words])

    def _single(
        self, tokens: Tokens, index: int, moment: Moment, anchor: Anchor | None, floor: int
    ) -> Found | None:
        """A moment with the word before it."""
        cue = self.kinds.ending_at(tokens, index)
        if cue is not None and cue[0] < floor:
            cue = None
        if cue is None and moment.is_weak:
            return None
        first, kind = (cue[0], cue[2]) if cue else (index, "point")
        if moment.is_open:
            first, kind = index, "until"
        moment = moment.resolved(anchor)
        edtf = _edtf(moment, kind)
        if kind == "about" or (kind == "during" and moment.is_day):
            kind = "point"
        return Found(first, moment.last, edtf, kind, moment.numbers)

    def _pair(
        self, tokens: Tokens, index: int, first: Moment, anchor: Anchor | None, floor: int
    ) -> Found | None:
        """Two moments joined: "between A and B", "from A to B", "2022-2024", "May to July 2025"."""
        opening = self.openings.ending_at(tokens, index)
        if opening is not None and opening[0] < floor:
            opening = None
        second = self._second(tokens, first, anchor, opening[2] if opening else "")
        if second is None:
            return None
        second = second.resolved(anchor)
        if first.low is None and first.month and second.low:
            year, month = int(second.low[:4]), int(second.low[5:7] or 12)
            first = first.in_year(year - 1 if first.month > month else year)
        low, high = first.low, second.high
        edtf = f"{low}/{high}" if low and high and _year(low) <= _year(high) else None
        start = opening[0] if opening else index
        return Found(start, second.last, edtf, "between", (*first.numbers, *second.numbers))

    def _second(
        self, tokens: Tokens, first: Moment, anchor: Anchor | None, kind: str
    ) -> Moment | None:
        """The moment that "and", "to" or a dash leads to."""
        at = first.last
        joiner = self.joiners[kind].starting_at(tokens, at)
        if joiner is None and not (tokens.word(at) in DASHES and not first.is_open):
            return None
        then = joiner[0] if joiner else at + 1
        second = self.moments.read(tokens, then, anchor)
        if second is None and (kind or joiner is None):
            second = self.moments.day_after(tokens, then, first, anchor)
        if second is None or second.is_open:
            return None
        if second.is_weak:
            second = replace(second, is_weak=False) if joiner else None
        is_alike = second is not None and (first.day is None) == (second.day is None)
        return second if joiner and kind else second if is_alike else None


@lru_cache(maxsize=8)
def date_grammar(language: str) -> DateGrammar:
    """The date grammar of a language, read once."""
    return DateGrammar(language)


def _edtf(moment: Moment, kind: str) -> str | None:
    low, high = moment.low, moment.high
    if low is None or high is None:
        return None
    if kind in {"until", "by", "before"}:
        return f"../{high}"
    if kind in {"since", "after"}:
        return f"{low}/.."
    if kind == "about":
        low, high = _about(low), _about(high)
    return low if low == high else f"{low}/{high}"


def _about(text: str) -> str:
    return text if text.endswith("X") else f"{text}~"


def _year(text: str) -> str:
    return text[:4].replace("X", "0")
