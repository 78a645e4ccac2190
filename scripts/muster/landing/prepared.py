"""A prepared article, and its form in the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from muster.extraction.document import (
    Actor,
    Article,
    Event,
    Extraction,
    Figure,
    Participant,
    Statement,
)
from muster.extraction.grounding import Refused
from muster.reading.reader import Reading


@dataclass(frozen=True)
class Prepared:
    """One article, read, extracted and verified; its text is in the store."""

    source: str
    reading: Reading
    extraction: Extraction | None
    """What stands in the text; None where the very article has landed already."""
    refused: tuple[Refused, ...]

    def to_json(self) -> dict[str, Any]:
        """Return all of it as JSON has it."""
        return {
            "reading": asdict(self.reading),
            "extraction": asdict(self.extraction) if self.extraction else None,
            "refused": refusals_as_json(self.refused),
        }

    @classmethod
    def from_json(cls, source: str, kept: dict[str, Any]) -> Prepared:
        """Return what ``to_json`` made JSON of, for the source at hand."""
        reading, found = kept["reading"], kept["extraction"]
        article = Article(**{**reading["article"], "masked": ()})
        return cls(
            source,
            Reading(**{**reading, "article": article}),
            Extraction(
                article=article,
                figures=tuple(_claim("Figure", one) for one in found["figures"]),
                events=tuple(_claim("Event", one) for one in found["events"]),
                actors=tuple(_claim("Actor", one) for one in found["actors"]),
                statements=tuple(_claim("Statement", one) for one in found["statements"]),
                extractor=found["extractor"],
                extractor_version=found["extractor_version"],
            ),
            tuple(
                Refused(_claim(one["kind"], one["claim"]), one["reason"]) for one in kept["refused"]
            ),
        )


def refusals_as_json(refused: Iterable[Refused]) -> list[dict[str, Any]]:
    """Return refused claims with their reasons, as JSON has them."""
    return [
        {"kind": type(one.claim).__name__, "claim": asdict(one.claim), "reason": one.reason}
        for one in refused
    ]


_CLAIMS: dict[str, Any] = {"Figure": Figure, "Event": Event, "Actor": Actor, "Statement": Statement}


def _claim(kind: str, fields: dict[str, Any]) -> Any:
    spans = {name: tuple(value) for name, value in fields.items() if name.endswith("span")}
    parts = {
        name: tuple(Participant(**part) for part in value)
        for name, value in fields.items()
        if name == "participants"
    }
    return _CLAIMS[kind](**{**fields, **spans, **parts})
