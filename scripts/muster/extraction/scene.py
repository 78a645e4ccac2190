"""Who and what an article names so far, and the countries and offices around a name.

The readers of names (``bodies``, ``capitals``, ``names``) share one scene of one article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from muster.extraction.marks import Mark, Place, Text, backwards, between
from muster.extraction.registry import Meaning

LOOK_AHEAD = 600
"""Tokens in which a country may follow the first name that it belongs to."""


@dataclass
class Entity:
    """One person or body, however often and however shortly the article names it."""

    key: str
    name: str
    kind: str
    country: str | None = None
    position: str | None = None
    organisation: str | None = None
    """Canonical name of the body for which a person speaks."""
    mentions: list[Mention] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        """Whether it is a person."""
        return self.kind == "person"


@dataclass
class Mention:
    """One place where an entity is named, in tokens; ``is_generic`` where only by its kind."""

    entity: Entity
    first: int
    last: int
    is_generic: bool = False


class Scene:
    """The entities of one article, and what stands around its names; positions are tokens."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.pack = text.pack
        self.entities: dict[str, Entity] = {}
        self.links = {
            key: [tuple(phrase.lower().split()) for phrase in values]
            for key, values in text.pack.settings["names"]["links"].items()
        }
        self.titles = self._by_end(("names", "titles", "words"))
        """Titles by the token after them."""
        self.offices: dict[int, list[tuple[Mark, str]]] = defaultdict(list)
        """Offices with the class of body behind them, by the token after them."""
        for name in text.pack.settings["names"]["bodies"]:
            for mark in self.text.of("names", "bodies", name, "offices"):
                self.offices[mark.last].append((mark, name))
        self.place_ending = {place.last: place for place in text.places}
        self.place_starting = {place.first: place for place in text.places}

    def entity(self, key: str, name: str, kind: str, country: str | None) -> Entity:
        """Return the entity of a key, made on first sight."""
        entity = self.entities.get(key)
        if entity is None:
            entity = self.entities[key] = Entity(key, name, kind, country)
        return entity

    def known(self, meaning: Meaning) -> Entity:
        """Return an actor of the registry, with the body for which it spoke on that day."""
        actor = meaning.actor
        entity = self.entity(actor.actor_id, actor.name, actor.kind, actor.country)
        if actor.kind == "person" and entity.organisation is None:
            offices = self.text.registry.offices.get(actor.actor_id, ())
            day = self.text.article.published_on
            held = [office for office in offices if day is None or office.covers(day)]
            if held or offices:
                entity.organisation = (held or offices)[-1].body
        return entity

    def near(self, index: int, label: tuple[str, ...]) -> Iterable[Mark]:
        """Return the marks of one list of phrases in the sentence around a token."""
        offset = self.text.starts[min(index, len(self.text.starts) - 1)]
        sentence = self.text.sentence_at(max(0, offset - 1)) or self.text.sentence_at(offset)
        return sentence.of(*label) if sentence is not None else ()

    def country_before(self, first: int) -> tuple[Place, int] | None:
        """Return the country that owns what begins at ``first``: "Kenya's …", "Kenyan …"."""
        if place := self.place_ending.get(first):
            is_object = place.first > 0 and (self.text.lower[place.first - 1],) in self.links["of"]
            return None if is_object else (place, first)
        for phrase in self.links["possessive"]:
            pieces = tuple("".join(phrase).replace("'", "' ").split())
            begin = first - len(pieces)
            owner = self.place_ending.get(begin)
            if owner is not None and tuple(self.text.lower[begin:first]) == pieces:
                return owner, first
        return None

    def country_after(self, last: int, link: str) -> tuple[Place, int] | None:
        """Return the country that a link ("of", "in") leads to, and the token after it."""
        for phrase in self.links[link]:
            end = last + len(phrase)
            if tuple(self.text.lower[last:end]) == phrase and (
                place := self.place_starting.get(end)
            ):
                return place, place.last
        return None

    def country_around(
        self, first: int, without: str | None = None, among: frozenset[str] | None = None
    ) -> str | None:
        """Return the country that is spoken of: the last named before, the belligerents last.

        Countries ``among`` those given come first, if one of them is named.
        """
        belligerents = self.pack.words("people", "belligerents", "countries")
        places = self.text.places
        order = [
            place.country
            for place in (*backwards(places, first), *between(places, first, first + LOOK_AHEAD))
            if place.country != without
        ]
        if among is not None:
            order = [code for code in order if code in among] or order
        for country in order:
            if country not in belligerents:
                return country
        return order[0] if order else None

    def is_place(self, first: int, last: int) -> bool:
        """Tell whether tokens are no more than the name of a place."""
        place = self.place_starting.get(first)
        return place is not None and place.last >= last

    def _by_end(self, label: tuple[str, ...]) -> dict[int, Mark]:
        longest: dict[int, Mark] = {}
        for mark in self.text.of(*label):
            if mark.last not in longest or mark.first < longest[mark.last].first:
                longest[mark.last] = mark
        return longest
