"""What goes into an extraction and what comes out of it; every engine speaks these classes.

All spans are code points into the article's canonical (NFC) text, start inclusive, end exclusive.
Vocabularies (measure, unit, relation, side, kind, event_type, status, role, topic) are those of
``seeds/codebook``; populations are codes of ``muster.populations``; periods and dates are EDTF.
"""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]
"""Start and end of a piece of text, in code points, end exclusive."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as an engine reads it. ``masked`` spans are boilerplate: never evidence."""

    text: str
    article_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_on: str | None = None
    language: str = "en"
    title: str | None = None
    masked: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantitative claim. ``value_low`` and ``value_high`` follow the relation's rule."""

    measure: str
    unit: str
    relation: str
    value_low: float | None
    value_high: float | None
    population: str
    side: str
    kind: str
    period: str | None
    claimant: str | None
    claimant_org: str | None
    relayed_by: str | None
    value_span: Span
    quote_span: Span


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody's part in an event."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, is under way, or is planned. ``place`` is an alpha-3 code."""

    event_type: str
    status: str
    date: str | None
    place: str | None
    participants: tuple[Participant, ...]
    quote_span: Span


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or body that speaks, acts or is acted on; ``span`` is where it is first named."""

    name: str
    kind: str
    country: str | None
    position: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """One qualitative claim: why people enlist, how they are recruited, what the law says."""

    topic: str
    value: str
    population: str | None
    period: str | None
    claimant: str | None
    claimant_org: str | None
    relayed_by: str | None
    quote_span: Span


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one engine found in one article."""

    article: Article
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    actors: tuple[Actor, ...]
    statements: tuple[Statement, ...]
    extractor: str
    extractor_version: str
