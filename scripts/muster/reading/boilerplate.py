"""Which spans of a text are not the article: plugs, teasers, credits, source lines.

The rules are data (``boilerplate.toml``). The answer depends on the text alone, so whoever holds
the text can find the same masks again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from muster.extraction.document import Span

RULES = Path(__file__).with_name("boilerplate.toml")
LONGEST_HEADLINE = 160
"""A line after a teaser's own that is longer, in code points, is a paragraph."""


def masked_spans(text: str) -> tuple[Span, ...]:
    """Return the spans of a canonical text that are never evidence, in order and apart.

    A masked line is masked from its first to its last character, without the line end.
    """
    rules = _rules()
    spans: list[Span] = []
    headline_may_follow = False
    for line in re.finditer(r"[^\n]+", text):
        words = _bare(line[0])
        if not words:
            continue
        if words in rules.teasers:
            spans.append(_span(line))
            headline_may_follow = True
            continue
        if rules.masks_line(line[0], words) or (headline_may_follow and _is_headline(line[0])):
            spans.append(_span(line))
        else:
            spans += [(line.start() + a, line.start() + b) for a, b in rules.asides(line[0])]
        headline_may_follow = False
    return tuple(spans)


@dataclass(frozen=True)
class _Rules:
    lines: frozenset[str]
    teasers: frozenset[str]
    opening: re.Pattern[str]
    ending: re.Pattern[str]
    aside: re.Pattern[str]

    def masks_line(self, line: str, words: str) -> bool:
        return (
            words in self.lines
            or self.opening.match(line) is not None
            or self.ending.search(line[-LONGEST_HEADLINE:]) is not None
        )

    def asides(self, line: str) -> Iterator[Span]:
        for found in self.aside.finditer(line):
            yield found.span()


@cache
def _rules() -> _Rules:
    packs = tomllib.loads(RULES.read_text("utf-8")).values()
    lines, openings, teasers, endings = (
        [entry for pack in packs for entry in pack[key]]
        for key in ("lines", "openings", "teasers", "endings")
    )
    with_anything = _any_of(entry for entry in openings if entry.endswith(" "))
    with_colon = _any_of([entry for entry in openings if not entry.endswith(" ")])
    return _Rules(
        lines=frozenset(map(_bare, lines)),
        teasers=frozenset(map(_bare, teasers)),
        opening=re.compile(
            rf"[^\w\n]{{0,8}}(?:{with_anything}|(?:{with_colon})\s?:|(?:{_any_of(teasers)})\s?[:|»>–—-])",
            re.IGNORECASE,
        ),
        ending=re.compile(rf"(?:{_any_of(endings)})\W{{0,4}}$", re.IGNORECASE),
        aside=re.compile(
            rf"[(\[](?:{_any_of(teasers)})\s?[:–—-][^)\]\n]{{0,300}}[)\]]", re.IGNORECASE
        ),
    )


def _any_of(entries: Iterator[str] | list[str]) -> str:
    return "|".join(re.escape(entry) for entry in sorted(entries, key=len, reverse=True))


def _bare(line: str) -> str:
    """Return a line's words without case, and without punctuation or blanks at its ends."""
    if len(line) > LONGEST_HEADLINE:
        return line
    return re.sub(r"^\W+|\W+$", "", line.casefold())


def _is_headline(line: str) -> bool:
    return len(line) <= LONGEST_HEADLINE and not re.search(r"[.!?…:;,][\"'”’»)\]]*\s*$", line)


def _span(line: re.Match[str]) -> Span:
    return line.start() + len(line[0]) - len(line[0].lstrip()), line.start() + len(line[0].rstrip())
