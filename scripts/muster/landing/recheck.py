"""Whether what has landed still stands in the texts of the store: part of `muster check`.

Rows whose text the store does not have (hand-coded ones, and those that others landed) say nothing
that could be verified here, and are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from muster import ids
from muster.extraction.document import (
    Actor,
    Article,
    Event,
    Figure,
    Participant,
    Span,
    Statement,
)
from muster.extraction.grounding import Claim, Grounding, Text
from muster.faults import Fault
from muster.landing import commit
from muster.landing.land import Verifier
from muster.landing.names import WITHHELD
from muster.landing.preparing import has_pack
from muster.landing.rows import MENTIONS
from muster.landing.store import Store
from muster.project import MusterError
from muster.reading.boilerplate import masked_spans
from muster.seed_tables import Table
from muster.seeds import Row


def landed_faults(
    root: Path,
    tables: Mapping[str, Table],
    verifier: Callable[[str], Grounding] | None = None,
) -> Iterator[Fault]:
    """Yield what is wrong with landed claims, by the texts of the store of the project at ``root``.

    Args:
        root: the project's folder.
        tables: the seeds, without the rows that have other faults.
        verifier: makes the verifier for a language; that of the registry, if none is given.
    """
    store = Store(root / "store")
    if commit.is_unfinished(store):
        file = (store.journal / "commit.json").relative_to(root).as_posix()
        expected = "every seed of its batch in place: run `muster land`"
        yield Fault(file, 1, 1, "", "a landing that was killed", expected)
        return
    if not store.root.is_dir() or not tables.keys() >= {"raw_articles", *MENTIONS}:
        return
    texts: dict[str, tuple[Grounding, Text]] = {}
    for record, row in tables["raw_articles"].rows:
        try:
            if has_pack(row["language"]) and (text := _text(row, store)) is not None:
                texts[row["article_id"]] = (verifier or Verifier(root))(row["language"]), text
        except MusterError as error:
            yield tables["raw_articles"].at(record, "text_sha256", str(error), "the text itself")
    if texts:
        yield from _ungrounded(tables, texts)


def _text(row: Row, store: Store) -> Text | None:
    text = store.text(row["text_sha256"]) if row["text_sha256"] else None
    if text is None:
        return None
    article = Article(text, outlet=row["outlet"], masked=masked_spans(text))
    return Text(article)


def _ungrounded(
    tables: Mapping[str, Table], texts: Mapping[str, tuple[Grounding, Text]]
) -> Iterator[Fault]:
    participants = ids.participants_by_event(row for _, row in tables[ids.PARTICIPANTS].rows)
    for name in MENTIONS:
        for record, row in tables[name].rows:
            if row["article_id"] not in texts or row["extractor"] == "hand":
                continue
            grounding, text = texts[row["article_id"]]
            claim = _claim(name, row, participants.get(row["mention_id"], ()))
            if reason := grounding.fault(claim, text):
                expected = "a claim that stands in its article's text"
                yield tables[name].at(record, _place(name), f"that {reason}", expected)


def _place(seed: str) -> str:
    return "span_start" if seed == "raw_actor_mentions" else "quote_start"


def _claim(seed: str, row: Row, participants: ids.Participants) -> Claim:
    """Return the claim of a landed row, without the speakers whose names are withheld."""
    match seed:
        case "raw_figure_mentions":
            return Figure(
                measure=row["measure"],
                unit=row["unit"],
                relation=row["relation"],
                value_low=float(row["value_low"]) if row["value_low"] else None,
                value_high=float(row["value_high"]) if row["value_high"] else None,
                population=row["population"],
                side=row["side"],
                kind=row["kind"],
                period=row["period"] or None,
                value_span=_span(row, "value"),
                quote_span=_span(row, "quote"),
                **_speakers(row),
            )
        case "raw_event_mentions":
            return Event(
                event_type=row["event_type"],
                status=row["status"],
                date=row["date"] or None,
                place=row["place"] or None,
                participants=tuple(Participant(name, role) for role, name in participants),
                quote_span=_span(row, "quote"),
            )
        case "raw_statement_mentions":
            return Statement(
                topic=row["topic"],
                value=row["value"],
                population=row["population"] or None,
                period=row["period"] or None,
                quote_span=_span(row, "quote"),
                **_speakers(row),
            )
    return Actor(
        name=row["name"],
        kind=row["kind"],
        country=row["country"] or None,
        position=row["position"] or None,
        span=_span(row, "span"),
    )


def _speakers(row: Row) -> dict[str, str | None]:
    said = {name: row[name] or None for name in ("claimant", "claimant_org", "relayed_by")}
    return {name: None if value == WITHHELD else value for name, value in said.items()}


def _span(row: Row, name: str) -> Span:
    """Return a span; one without a place is none in any text."""
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return (int(start), int(end)) if start and end else (0, 0)
