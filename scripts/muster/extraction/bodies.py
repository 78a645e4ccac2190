"""Bodies of state: ministries, embassies, services and courts, known by class and country.

"Kenya's foreign ministry" is the registry's body of that class in Kenya, or one named by the pack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from muster.extraction.marks import Mark
from muster.extraction.registry import Known
from muster.extraction.scene import Entity, Mention, Scene

_FOUND: dict[tuple[str, int], dict[tuple[str, str, str | None], Known | None]] = {}
"""What the registry answered before, by language and registry: it never changes while we run."""


class Bodies:
    """The bodies of state that one article names."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.text = scene.text
        self.classes: dict[str, Any] = scene.pack.settings["names"]["bodies"]
        self._of_class: dict[str, list[tuple[int, Entity]]] = defaultdict(list)
        self._countries = {place.country for place in scene.text.places}
        self._found = _FOUND.setdefault((scene.pack.language, id(scene.text.registry)), {})

    def read(self) -> Iterator[Mention]:
        """Yield every body of state, with its country and an embassy's host."""
        for name, body in self.classes.items():
            for mark in self.text.of("names", "bodies", name, "names"):
                first, last, country, host = self._with_country(mark)
                is_bare = country is None
                entity = self._last_of_class(name, mark) if is_bare else None
                if entity is None:
                    having = self._having(name) if body.get("is_rare") else None
                    country = country or self.scene.country_around(mark.first, among=having)
                    if country is None:
                        continue
                    entity = self.body(name, country, host)
                self._of_class[name].append((first, entity))
                is_capital = self.text.tokens[mark.first][0].isupper() and (
                    mark.last - mark.first > 1
                )
                generic = is_bare and (body["kind"] == "state" or not is_capital)
                yield Mention(entity, first, last, is_generic=generic or name == "army")

    def courts(self, covered: set[int]) -> list[Mention]:
        """Find courts that are named by their place alone: "a Bishkek court"."""
        found = []
        for mark in self.text.of("names", "courts", "words"):
            before, after = (
                self.scene.place_ending.get(mark.first),
                self.scene.country_after(mark.last, "in"),
            )
            place = before or (after[0] if after is not None else None)
            if place is None or mark.first in covered or "adjective" in place.forms:
                continue
            name = f"{self.text.words(place.first, place.last)} court"
            entity = self.scene.entity(name, name, "ministry", place.country)
            first = place.first if before else mark.first
            found.append(Mention(entity, first, after[1] if after else mark.last, is_generic=True))
        return found

    def body(self, name: str, country: str, host: str | None = None) -> Entity:
        """Return the body of that class in a country, in the registry's form if it has one."""
        body = self.classes[name]
        registry = self.text.registry
        known = self._registered_body(name, country, host)
        if known is not None:
            return self.scene.entity(known.actor_id, known.name, known.kind, known.country)
        canonical = body["canonical"].format(
            country=registry.country_names.get(country, country),
            host=registry.country_names.get(host or "", host or ""),
        )
        if name == "embassy" and host is None:
            canonical = canonical.rsplit(" ", 2)[0]
        return self.scene.entity(canonical, canonical, body["kind"], country)

    def behind(self, name: str, country: str | None, mark: Mark) -> str | None:
        """Return the body of an office; of an embassy the one that the article named."""
        last = self._last_of_class(name, mark)
        if name == "embassy" and last is not None and last.country == country:
            return last.name
        return self.body(name, country).name if country else None

    def _last_of_class(self, name: str, mark: Mark) -> Entity | None:
        """Return the body that "the ministry of defence" takes up, if one was named before."""
        before = [entity for first, entity in self._of_class[name] if first < mark.first]
        return before[-1] if before else None

    def _with_country(self, mark: Mark) -> tuple[int, int, str | None, str | None]:
        """Widen a body's name by the country before or after it, and an embassy's host."""
        first, last, country, host = mark.first, mark.last, None, None
        if (before := self.scene.country_before(mark.first)) is not None:
            country, first = before[0].country, before[0].first
        if (after := self.scene.country_after(last, "of")) is not None and country is None:
            country, last = after[0].country, after[1]
        if country is None and mark.label[2] != "embassy":
            where = self.scene.country_after(last, "in")  # "the foreign ministry in Kathmandu"
            if where is not None and "capital" in where[0].forms:
                country, last = where[0].country, where[1]
        if mark.label[2] == "embassy":
            if (where := self.scene.country_after(last, "in")) is not None:
                host, last = where[0].country, where[1]
                country = country or self.scene.country_around(first, without=host)
            elif (
                towards := self.scene.country_after(last, "of")
            ) is not None and country is not None:
                host, last = towards[0].country, towards[1]
            elif country is not None:
                host = self.scene.country_around(first, without=country)
        return first, last, country, host

    def _registered_body(self, name: str, country: str, host: str | None) -> Known | None:
        key = (name, country, host)
        if key not in self._found:
            self._found[key] = self._search_body(name, country, host)
        return self._found[key]

    def _having(self, name: str) -> frozenset[str]:
        """Return the countries of which the registry knows a body of a class."""
        return frozenset(
            code for code in self._countries if self._registered_body(name, code, None)
        )

    def _search_body(self, name: str, country: str, host: str | None) -> Known | None:
        registry = self.text.registry
        wanted = [phrase.lower() for phrase in self.classes[name]["names"]]
        candidates = [
            actor
            for actor in registry.by_country(country)
            if any(phrase in actor.name.lower() for phrase in wanted) and actor.kind != "media"
        ]
        if name == "embassy":
            host_name = registry.country_names.get(host or "", "")
            candidates = [a for a in candidates if host_name and a.name.endswith(host_name)]
        if name == "government":
            candidates = [actor for actor in candidates if actor.kind == "state"]
        return min(candidates, key=lambda actor: len(actor.name), default=None)
