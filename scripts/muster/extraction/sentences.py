"""Where sentences begin and end: a quotation is not cut from its speaker, nor "Feb. 10" in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from muster.extraction.document import Span

LONGEST = 1000
"""Characters; longer is no sentence but a list or an attack, and is cut at a blank."""
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n+")
_LAST_WORD = re.compile(r"[\w.&]+$")
_NUMBERING = re.compile(r"\s*(?:\d{1,3}|[a-zA-Z])$")


def sentences(text: str, abbreviations: Set[str]) -> list[Span]:
    """Return the spans of the sentences of ``text``, in order, without blanks at their ends.

    A line end always ends a sentence. A full stop does not after an abbreviation or an initial,
    before a small letter, or after the number of a list item.
    """
    return list(_spans(text, abbreviations))


def _spans(text: str, abbreviations: Set[str]) -> Iterator[Span]:
    begin = 0
    for stop in _STOP.finditer(text):
        if text[stop.start()] != "\n" and not _ends(text, begin, stop, abbreviations):
            continue
        yield from _trimmed(text, begin, stop.end())
        begin = stop.end()
    yield from _trimmed(text, begin, len(text))


def _ends(text: str, begin: int, stop: re.Match[str], abbreviations: Set[str]) -> bool:
    """Tell whether the stop ends the sentence that began at ``begin``."""
    following = text[stop.end() : stop.end() + 3].lstrip()
    if following[:1].islower():
        return False
    if text[stop.start()] != "." or stop.end() - stop.start() > 1:
        return True
    # a word is never longer than this; a bound keeps hostile texts linear
    before = text[max(begin, stop.start() - 40) : stop.start()]
    if stop.start() - begin <= 4 and _NUMBERING.match(before):
        return False
    word = _LAST_WORD.search(before)
    if word is None:
        return True
    return word[0] not in abbreviations and not re.fullmatch(r"[A-Z](\.[A-Z])*", word[0])


def _trimmed(text: str, begin: int, end: int) -> Iterator[Span]:
    """Yield a sentence without blanks at its ends, in pieces where it is too long for one."""
    while end - begin > LONGEST:
        blank = text.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
        cut = blank if blank > 0 else begin + LONGEST
        yield from _trimmed(text, begin, cut)
        begin = cut
    piece = text[begin:end]
    stripped = piece.strip()
    if stripped:
        start = begin + len(piece) - len(piece.lstrip())
        yield start, start + len(stripped)
