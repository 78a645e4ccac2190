"""From one article's extraction to rows of the landing seeds: hashes, offsets and our own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from muster.extraction.document import Event, Extraction, Figure, Span, Statement
from muster.ids import mention_id
from muster.seed_schema import Seed
from muster.seeds import Row, canonical

Rows = dict[str, list[Row]]
"""Rows by the name of their landing seed."""

Summary = Callable[[Figure | Event | Statement], str]
"""Says a claim in our own words, from its coded fields."""

MENTIONS = (
    "raw_figure_mentions", "raw_event_mentions", "raw_statement_mentions", "raw_actor_mentions"
)  # fmt: skip


def mention_rows(
    article_id: str,
    extraction: Extraction,
    summary: Summary,
    moment: datetime,
    seeds: Mapping[str, Seed],
) -> Rows:
    """Return the rows of one article's mentions, each once.

    ``extraction`` holds nothing that may not land; ``moment`` is when it was made, UTC.
    """
    read = {
        "extractor": extraction.extractor,
        "extractor_version": extraction.extractor_version,
        "extracted_at": timestamp(moment),
    }
    figures = [
        {
            "article_id": article_id,
            "measure": claim.measure,
            "unit": claim.unit,
            "relation": claim.relation,
            "value_low": number(claim.value_low),
            "value_high": number(claim.value_high),
            "population": claim.population,
            "side": claim.side,
            "kind": claim.kind,
            "period": claim.period or "",
            "claimant": claim.claimant or "",
            "claimant_org": claim.claimant_org or "",
            "relayed_by": claim.relayed_by or "",
            **_span("value", claim.value_span),
            **_span("quote", claim.quote_span),
            "summary": summary(claim),
            "note": "",
            **read,
        }
        for claim in extraction.figures
    ]
    statements = [
        {
            "article_id": article_id,
            "topic": said.topic,
            "value": said.value,
            "population": said.population or "",
            "period": said.period or "",
            "claimant": said.claimant or "",
            "claimant_org": said.claimant_org or "",
            "relayed_by": said.relayed_by or "",
            **_span("quote", said.quote_span),
            "summary": summary(said),
            "note": "",
            **read,
        }
        for said in extraction.statements
    ]
    actors = [
        {
            "article_id": article_id,
            "name": _in_one_line(actor.name),
            "kind": actor.kind,
            "country": actor.country or "",
            "position": _in_one_line(actor.position or ""),
            **_span("span", actor.span),
            **read,
        }
        for actor in extraction.actors
    ]
    rows: Rows = {
        "raw_figure_mentions": _with_ids(seeds["raw_figure_mentions"], figures),
        "raw_statement_mentions": _with_ids(seeds["raw_statement_mentions"], statements),
        "raw_actor_mentions": _with_ids(seeds["raw_actor_mentions"], actors),
        "raw_event_mentions": [],
        "raw_event_participants": [],
    }
    for event in extraction.events:
        row = {
            "article_id": article_id,
            "event_type": event.event_type,
            "status": event.status,
            "date": event.date or "",
            "place": event.place or "",
            **_span("quote", event.quote_span),
            "summary": canonical(summary(event)),
            **read,
        }
        parts = sorted({(part.role, canonical(part.name)) for part in event.participants})
        identifier = mention_id(seeds["raw_event_mentions"], row, parts)
        if all(identifier != other["mention_id"] for other in rows["raw_event_mentions"]):
            rows["raw_event_mentions"].append({"mention_id": identifier, **row})
            rows["raw_event_participants"] += [
                {"mention_id": identifier, "name": name, "role": role} for role, name in parts
            ]
    return rows


def number(value: float | None) -> str:
    """Write a value as the seeds have it: plain decimals, the shortest that mean the same."""
    if value is None:
        return ""
    return f"{value:.0f}" if value == int(value) else format(value, "f").rstrip("0")


def timestamp(moment: datetime) -> str:
    """Write a moment in UTC as the seeds have it."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _with_ids(seed: Seed, rows: list[Row]) -> list[Row]:
    # the id is that of the fields as the seed will hold them
    one_form = [{name: canonical(value) for name, value in row.items()} for row in rows]
    by_id = {mention_id(seed, row): row for row in one_form}
    return [{"mention_id": identifier, **row} for identifier, row in by_id.items()]


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _span(name: str, span: Span) -> Row:
    return {f"{name}_start": str(span[0]), f"{name}_end": str(span[1])}
