"""A small engine, real enough to land by: counts of a few peoples, and who speaks of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from muster.extraction.document import (
    Actor,
    Article,
    Event,
    Extraction,
    Figure,
    Participant,
    Span,
    Statement,
)
from muster.extraction.grounding import REGISTRY, Grounding, Names, Words
from muster.extraction.quantities import quantities
from muster.seeds import read_rows

PEOPLES = {"Nepalis": "NPL", "Kenyans": "KEN", "Iraqis": "IRQ", "foreigners": "ALL"}
RELATIONS = {
    "more than": "more_than",
    "at least": "at_least",
    "about": "approximately",
    "": "exact",
}
COUNT = re.compile(
    r"(?:(more than|at least|about) )?(\d[\d,]*) (Nepalis|Kenyans|Iraqis|foreigners)",
    re.IGNORECASE,
)
SPEAKER = re.compile(r"said ([A-Z]\w+(?: [A-Z]\w+)+)(?:, (?!who)([^,.]+))?")
DETAINED = re.compile(r"([A-Z]\w+ [A-Z]\w+) was detained")


@dataclass(frozen=True)
class SmallVerifier:
    """The verifier, with the registry at ``root`` and the few words that the engine knows."""

    root: Path

    def __call__(self, language: str) -> Grounding:
        registry = self.root / "seeds" / "registry"
        rows = {name: read_rows(registry / f"{name}.csv") for name in REGISTRY}
        return Grounding(
            Names.from_rows(rows, {"ALL": ["foreigners"]}), Words.load("en"), quantities
        )


def extract(article: Article) -> Extraction:
    figures, events, actors = [], [], []
    for sentence in re.finditer(r"[^.\n]+\.?", article.text):
        span = sentence.span()
        if any(span[0] < end and start < span[1] for start, end in article.masked):
            continue
        speaker = SPEAKER.search(sentence[0])
        if speaker:
            where = (span[0] + speaker.start(1), span[0] + speaker.end(1))
            actors.append(Actor(speaker[1], "person", None, speaker[2], where))
        for count in COUNT.finditer(sentence[0]):
            figures.append(_figure(count, span, speaker[1] if speaker else None))
        if detained := DETAINED.search(sentence[0]):
            where = (span[0] + detained.start(1), span[0] + detained.end(1))
            actors.append(Actor(detained[1], "person", None, None, where))
            part = Participant(detained[1], "affected")
            events.append(Event("arrest", "completed", article.published_on, None, (part,), span))
    return Extraction(article, tuple(figures), tuple(events), tuple(actors), (), "small", "1")


def summary(claim: Figure | Event | Statement) -> str:
    match claim:
        case Figure():
            return f"{claim.relation} {claim.value_low:g} of {claim.population}: {claim.claimant}"
        case Event():
            return f"{claim.event_type}: {', '.join(part.name for part in claim.participants)}"
        case Statement():
            return f"{claim.topic}: {claim.value}"


def _figure(count: re.Match[str], sentence: Span, speaker: str | None) -> Figure:
    return Figure(
        measure="recruited",
        unit="persons",
        relation=RELATIONS[(count[1] or "").lower()],
        value_low=float(count[2].replace(",", "")),
        value_high=None,
        population=PEOPLES[count[3]],
        side="RU",
        kind="cumulative",
        period="../2026-01",
        claimant=speaker,
        claimant_org=None,
        relayed_by=None,
        value_span=(sentence[0] + count.start(), sentence[0] + count.end(2)),
        quote_span=sentence,
    )
