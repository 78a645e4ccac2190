"""The dates of an article, sentence by sentence, as the words around them say that they bound."""

from __future__ import annotations

from dataclasses import dataclass, replace

from muster.extraction.dates import DateMention
from muster.extraction.marks import Sentence, Text

SINCE = ("since", "after")
UNTIL = ("until", "by", "as_of", "before")
BOUNDING = frozenset((*SINCE, *UNTIL, "between"))
SINCE_REACH = 9
"""Tokens between "since" and the date of the clause that it opens."""
COMPARED_REACH = 4
"""Tokens between "than" and the date of what is compared."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a sentence, in tokens."""

    mention: DateMention
    first: int
    last: int

    @property
    def edtf(self) -> str:
        """The date; never missing here."""
        return self.mention.edtf or ""


def dated(text: Text) -> list[list[Dated]]:
    """Return the dates of each sentence in text order, those of mere comparisons left out."""
    by_sentence: list[list[Dated]] = [[] for _ in text.sentences]
    for found in text.dates:
        sentence = text.sentence_at(found.start)
        if sentence is not None and found.edtf is not None:
            first, last = text.tokens_of((found.start, found.end))
            beside = by_sentence[sentence.index]
            date = Dated(_told(text, sentence, found, first), first, last)
            joined = _joined(text, beside[-1], date) if beside else None
            if joined is not None:
                beside[-1] = joined
            elif not _is_compared(text, sentence, first):
                beside.append(date)
    return by_sentence


def plain(edtf: str) -> str:
    """Return a date without open ends: what a saying or a span can be dated to."""
    low, slash, high = edtf.partition("/")
    if slash and ".." in (low, high):
        return high if low == ".." else low
    return edtf


def end_of(edtf: str | None) -> str:
    """Return the last day of a period; the empty text where there is none."""
    if edtf is None:
        return ""
    low, slash, high = edtf.partition("/")
    return (low if high == ".." else high) if slash else low


def _told(text: Text, sentence: Sentence, found: DateMention, first: int) -> DateMention:
    """Return a date as the words around it say that it bounds."""
    closing = sentence.of("periods", "closing", "phrases")
    if any(-1 <= first - mark.last <= 1 for mark in closing):
        return replace(found, kind="until")
    if found.kind not in BOUNDING and _opens_since(text, sentence, first):
        return replace(found, kind="since")
    starts = sentence.under("periods", "starts")
    if any(mark.first < first < mark.last for mark in starts):
        return replace(found, kind="since")
    return found


def _opens_since(text: Text, sentence: Sentence, first: int) -> bool:
    """Tell whether a date stands in a clause of its own: "since the first landed in May"."""
    since = text.pack.words("periods", "opening", "since")
    for index in range(first - 1, max(sentence.first, first - SINCE_REACH) - 1, -1):
        if text.lower[index] in since:
            return True
        if text.lower[index] in (",", ";", ":") or index in text.numbers:
            return False
    return False


def _joined(text: Text, one: Dated, other: Dated) -> Dated | None:
    """Join "in January and February" to one span."""
    is_pair = other.first - one.last == 1 and text.lower[one.last] in text.pack.words(
        "periods", "opening", "joining"
    )
    low, high = one.edtf, other.edtf
    is_alike = is_pair and len(low) == len(high) <= len("2026-01") and low < high
    if not is_alike or one.mention.kind in BOUNDING:
        return None
    mention = replace(one.mention, edtf=f"{low}/{high}", end=other.mention.end, kind="during")
    return Dated(mention, one.first, other.last)


def _is_compared(text: Text, sentence: Sentence, first: int) -> bool:
    """Tell whether a date is that of what the count is held against: "than in 2023"."""
    compared = sentence.of("periods", "compared", "phrases")
    return any(
        mark.first not in text.numbers and -1 <= first - mark.last <= COMPARED_REACH
        for mark in compared
    )
