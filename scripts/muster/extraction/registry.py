"""The names that the registry knows, ready for matching: actors, offices, outlets, countries."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from muster.project import Project
from muster.seeds import Row, read_rows

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Known:
    """One actor of the registry."""

    actor_id: str
    name: str
    kind: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name may mean: an actor, or the office of one; ``context`` says for which country."""

    actor: Known
    context: str | None = None
    position: str | None = None
    """The office, where the name is an office and the actor the body it belongs to."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a person held between two days, as EDTF; None where that is not known."""

    body: str
    held_from: str | None
    held_to: str | None

    def covers(self, day: str) -> bool:
        """Tell whether it may have been held on a day; a month or year counts whole."""
        began = self.held_from is None or self.held_from <= day[: len(self.held_from)]
        return began and (self.held_to is None or self.held_to >= day[: len(self.held_to)])


@dataclass(frozen=True, slots=True)
class CountryName:
    """One name of a country or its people; ``form`` as in ``registry_country_names``."""

    country: str
    form: str


@dataclass(frozen=True)
class Registry:
    """Every name the registry gives, by its spelling without accents."""

    actors: dict[str, Known]
    names: dict[str, tuple[Meaning, ...]]
    outlets: dict[str, tuple[Meaning, ...]]
    """Names that count only as written: "The Diplomat" is no diplomat."""
    countries: dict[str, tuple[CountryName, ...]]
    country_names: dict[str, str]
    """The usual name of each country, by its code."""
    places: dict[str, str]
    """Country of each place that is no country."""
    offices: dict[str, tuple[Office, ...]]
    """Of each person in office, the offices in order of their beginning."""
    population_aliases: dict[str, str]
    regions: dict[str, frozenset[str]]
    adjectives: dict[str, str]
    """Of each country, "Kenyan"."""
    population_names: dict[str, str]
    """Regions and registered groups in words, by their code."""
    kinds: dict[str, str]
    """Of each measure of the codebook, the kind that it has where nothing else is said."""

    def state(self, country: str) -> Known | None:
        """Return a country as an actor, its government."""
        states = [known for known in self.by_country(country) if known.kind == "state"]
        return states[0] if states else None

    def by_country(self, country: str) -> tuple[Known, ...]:
        """Return the bodies of a country."""
        return self._bodies.get(country, ())

    @cached_property
    def _bodies(self) -> dict[str, tuple[Known, ...]]:
        bodies: dict[str, list[Known]] = defaultdict(list)
        for known in self.actors.values():
            if known.country is not None and known.kind != "person":
                bodies[known.country].append(known)
        return {country: tuple(found) for country, found in bodies.items()}


def load_registry(root: Path | None = None) -> Registry:
    """Read the registry of the project at ``root``, or of the project around the working folder."""
    return _load(root or Project.find().root)


def fold(text: str) -> str:
    """Spell without accents and with plain quotes, letter for letter: offsets do not move."""
    return _BEYOND_ASCII.sub(lambda found: _folded(found[0]), text)


@cache
def _load(root: Path) -> Registry:
    def rows(name: str) -> list[Row]:
        return read_rows(root / "seeds" / "registry" / f"{name}.csv")

    actors = {
        row["actor_id"]: Known(
            row["actor_id"], row["actor_name"], row["kind"], row["country"] or None
        )
        for row in rows("registry_actors")
    }
    names: dict[str, list[Meaning]] = defaultdict(list)
    outlets: dict[str, tuple[Meaning, ...]] = {}
    for known in actors.values():
        names[fold(known.name)].append(Meaning(known))
    for row in rows("registry_actor_aliases"):
        names[fold(row["alias"])].append(Meaning(actors[row["actor_id"]], row["context"] or None))
    for row in rows("registry_office_aliases"):
        office = Meaning(actors[row["organisation_id"]], position=row["position"])
        names[fold(row["alias"])].append(office)
    for row in rows("registry_outlets"):
        outlet = Known(row["outlet_id"], row["outlet_name"], "media", row["country"] or None)
        outlets.setdefault(fold(outlet.name), (Meaning(outlet),))
    countries: dict[str, list[CountryName]] = defaultdict(list)
    for row in rows("registry_country_names"):
        countries[fold(row["name"])].append(CountryName(row["country"], row["form"]))
    regions: dict[str, set[str]] = defaultdict(set)
    for row in rows("registry_region_members"):
        regions[row["region"]].add(row["country"])
    offices: dict[str, list[Office]] = defaultdict(list)
    for row in sorted(rows("registry_actor_positions"), key=lambda row: row["held_from"]):
        body = actors[row["organisation_id"]].name
        held = Office(body, row["held_from"] or None, row["held_to"] or None)
        offices[row["actor_id"]].append(held)
    return Registry(
        actors=actors,
        names={name: tuple(_distinct(meanings)) for name, meanings in names.items()},
        outlets={name: meanings for name, meanings in outlets.items() if name not in names},
        countries={name: tuple(_distinct(found)) for name, found in countries.items()},
        country_names={row["country"]: row["country_name"] for row in rows("registry_countries")},
        places={
            fold(row["place"]): row["country"]
            for row in rows("registry_places")
            if row["country"] and fold(row["place"]) not in countries
        },
        offices={actor: tuple(held_by) for actor, held_by in offices.items()},
        population_aliases={
            row["alias"]: row["population"] for row in rows("registry_population_aliases")
        },
        regions={region: frozenset(members) for region, members in regions.items()},
        adjectives={
            found[0].country: name
            for name, found in reversed(countries.items())
            if any(item.form == "adjective" for item in found)
        },
        population_names={
            **{row["region"]: row["region_name"] for row in rows("registry_regions")},
            **{row["population"]: row["label"] for row in rows("registry_populations")},
        },
        kinds={
            row["measure"]: row["default_kind"]
            for row in read_rows(root / "seeds" / "codebook" / "measures.csv")
        },
    )


def _distinct(items: Iterable[_Item]) -> list[_Item]:
    return list(dict.fromkeys(items))


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_PLAIN = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"'}
_PLAIN |= {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "‑": "-", "ı": "i", "ł": "l", "ø": "o"}


@cache
def _folded(character: str) -> str:
    plain = _PLAIN.get(character, character)
    base = unicodedata.normalize("NFD", plain)[0]
    return base if base.isascii() else plain
