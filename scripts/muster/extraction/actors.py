"""Who speaks, acts or is acted on: each named person and body once, where it is first named."""

from __future__ import annotations

from muster.extraction.document import Actor
from muster.extraction.marks import Text
from muster.extraction.names import Mention


def actors(text: Text, mentions: list[Mention]) -> list[Actor]:
    """Return the actors in the order in which the article names them.

    A body told only by its kind ("the ministry", an army one joins) is none.
    """
    found: dict[str, Actor] = {}
    for mention in mentions:
        entity = mention.entity
        if mention.is_generic or entity.key in found:
            continue
        span = text.span_of(mention.first, mention.last)
        found[entity.key] = Actor(
            name=text.article.text[span[0] : span[1]],
            kind=entity.kind,
            country=entity.country,
            position=entity.position,
            span=span,
        )
    return list(found.values())
