"""Which names may stand in the seeds: the registry's, bodies', and people's in a public office.

Captives, recruits and their relatives are never named. Nobody can tell by a name alone who is one,
so a person whom the registry does not know in a public capacity is named only with an office that
the article gives (the offices are words of the language packs), and never as one whom an event
befell or who stands accused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from muster.extraction.document import Actor, Event, Extraction, Figure, Statement
from muster.extraction.pack import LANGUAGES
from muster.seeds import Row

Claim = TypeVar("Claim", Figure, Statement)

WITHHELD = "speaker (name withheld)"
"""Stands for a speaker whose name is withheld; ``registry_non_actors`` says so as well."""

SENSITIVE_ROLES = ("affected", "accused")
CAPACITIES_OF_AFFECTED = ("official", "accused_recruiter")
"""In which a person may be named whom an event befalls, as a test of the warehouse demands."""


@dataclass(frozen=True)
class PublicNames:
    """The names that the registry knows: None for a body or a thing, a capacity for a person."""

    capacities: Mapping[str, str | None]

    @classmethod
    def from_rows(cls, rows: Mapping[str, Sequence[Row]]) -> PublicNames:
        """Build from the registry's seeds, by seed name."""
        actors = {row["actor_id"]: row["capacity"] or None for row in rows["registry_actors"]}
        capacities: dict[str, str | None] = {
            row["name"]: None
            for row in rows["registry_non_actors"]
            if row["reason"] != "name_withheld"
        }
        for seed, column in _BODIES:
            capacities |= {row[column]: None for row in rows[seed]}
        for row in rows["registry_actor_aliases"]:
            capacities[row["alias"]] = actors.get(row["actor_id"])
        for row in rows["registry_actors"]:
            capacities[row["actor_name"]] = row["capacity"] or None
        return cls(capacities)

    def withheld(self, extraction: Extraction) -> frozenset[str]:
        """Return the names in an extraction that must not land anywhere."""
        actors = {actor.name: actor for actor in extraction.actors}
        befallen = {
            participant.name
            for event in extraction.events
            for participant in event.participants
            if participant.role in SENSITIVE_ROLES
        }
        people = {name for name in _bodies(extraction) if _is_person(actors.get(name))}
        named = people.union(_people_or_bodies(extraction))
        return frozenset(
            name for name in named if not self._may_land(name, actors.get(name), name in befallen)
        )

    def may_be_affected(self, name: str) -> bool:
        """Tell whether one whom an event befalls may be named."""
        capacity = self.capacities.get(name)
        return capacity is None or capacity in CAPACITIES_OF_AFFECTED

    def _may_land(self, name: str, actor: Actor | None, is_befallen: bool) -> bool:
        if name in self.capacities or self._is_description(name):
            return True
        if actor is None:
            return False
        return actor.kind != "person" or (not is_befallen and _has_office(actor))

    def _is_description(self, name: str) -> bool:
        """Tell whether a text describes somebody ("captured recruits") and names nobody."""
        capitals = [word for word in name.split() if word != word.lower()]
        return all(word in self.capacities for word in capitals)


def without_names(extraction: Extraction, names: PublicNames) -> tuple[Extraction, tuple[str, ...]]:
    """Return what may land, and the names that were taken out of it.

    A speaker becomes ``WITHHELD``: that somebody said it must not get lost. Participants and actors
    go.
    """
    withheld = names.withheld(extraction)
    lost = sorted(withheld)

    def event(found: Event) -> Event:
        kept = []
        for participant in found.participants:
            if participant.name in withheld:
                continue
            if participant.role == "affected" and not names.may_be_affected(participant.name):
                lost.append(participant.name)
                continue
            kept.append(participant)
        return replace(found, participants=tuple(kept))

    cleaned = replace(
        extraction,
        figures=tuple(_without_speakers(figure, withheld) for figure in extraction.figures),
        statements=tuple(_without_speakers(said, withheld) for said in extraction.statements),
        events=tuple(map(event, extraction.events)),
        actors=tuple(actor for actor in extraction.actors if actor.name not in withheld),
    )
    return cleaned, tuple(dict.fromkeys(lost))


_BODIES = (
    ("registry_office_aliases", "alias"),
    ("registry_country_names", "name"),
    ("registry_countries", "country"),
    ("registry_outlets", "outlet_name"),
    ("registry_outlet_labels", "outlet_label"),
)
REGISTRY = (
    "registry_actors", "registry_actor_aliases", "registry_non_actors", *(s for s, _ in _BODIES)
)  # fmt: skip
"""The seeds that ``PublicNames.from_rows`` reads."""


def _people_or_bodies(extraction: Extraction) -> Iterable[str]:
    for claim in _spoken(extraction):
        if claim.claimant:
            yield claim.claimant
    for event in extraction.events:
        yield from (participant.name for participant in event.participants)
    yield from (actor.name for actor in extraction.actors)


def _bodies(extraction: Extraction) -> Iterable[str]:
    """Yield the names that stand where only a body or an outlet belongs."""
    for claim in _spoken(extraction):
        yield from (name for name in (claim.claimant_org, claim.relayed_by) if name)


def _spoken(extraction: Extraction) -> tuple[Figure | Statement, ...]:
    return (*extraction.figures, *extraction.statements)


def _has_office(actor: Actor) -> bool:
    words = re.findall(r"\w+", (actor.position or "").casefold())
    return not _offices().isdisjoint(words)


@cache
def _offices() -> frozenset[str]:
    packs = (tomllib.loads(path.read_text("utf-8")) for path in LANGUAGES.glob("*/grounding.toml"))
    return frozenset(office for pack in packs for office in pack["offices"])


def _is_person(actor: Actor | None) -> bool:
    return actor is not None and actor.kind == "person"


def _without_speakers(claim: Claim, withheld: frozenset[str]) -> Claim:
    return replace(
        claim,
        claimant=WITHHELD if claim.claimant in withheld else claim.claimant,
        claimant_org=None if claim.claimant_org in withheld else claim.claimant_org,
        relayed_by=None if claim.relayed_by in withheld else claim.relayed_by,
    )
