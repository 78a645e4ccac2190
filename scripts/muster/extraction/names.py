"""Who is named: actors of the registry, bodies of state, and people and bodies it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from muster.extraction.bodies import Bodies
from muster.extraction.capitals import Capitals
from muster.extraction.marks import Known, Text, backwards, between, outermost
from muster.extraction.registry import Meaning
from muster.extraction.scene import LOOK_AHEAD, Entity, Mention, Scene

__all__ = ["Entity", "Mention", "mentions"]

TAKEN_UP_REACH = 3
"""Tokens of "of the agency"."""
OWNER_REACH, POSSESSIVE = 8, 2
OFFICE_REACH = 14
"""Tokens between a name and the office that is told beside it."""


def mentions(text: Text) -> list[Mention]:
    """Find every name of a person or body, in text order, without overlaps."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: Text) -> None:
        self.text = text
        self.pack = text.pack
        self.scene = Scene(text)
        self.bodies = Bodies(self.scene)
        self.armies = {
            phrase.split()[-1] for phrase in self.pack.words("names", "bodies", "army", "names")
        }

    def read(self) -> list[Mention]:
        registered = list(self._registered())
        people = [mention for mention in registered if mention.entity.is_person]
        runs = [run for run in Capitals(self.scene).read() if not _is_over(run, people)]
        found = outermost([*registered, *self.bodies.read(), *runs])
        found += self._holders(found)
        covered = {token for item in found for token in range(item.first, item.last)}
        found += self._short_forms(covered)
        found += self._states(covered)
        found += self.bodies.courts(covered)
        found.sort(key=lambda mention: mention.first)
        for mention in found:
            mention.entity.mentions.append(mention)
        for entity in list(self.scene.entities.values()):
            if entity.is_person and entity.mentions:
                self._introduce(entity, found)
        return found

    def _registered(self) -> Iterator[Mention]:
        for known in self.text.known:
            meaning = self._meaning(known)
            if meaning is None or meaning.position:
                continue
            if meaning.actor.kind == "state" and known.first in self.scene.place_starting:
                continue  # a country named is no state that acts
            is_generic = self.text.lower[known.last - 1] in self.armies
            yield Mention(self.scene.known(meaning), known.first, known.last, is_generic=is_generic)

    def _holders(self, found: list[Mention]) -> list[Mention]:
        """Find offices named instead of their holder: they speak for their body."""
        covered = {token for item in found for token in range(item.first, item.last)}
        starts = {item.first for item in found} | {item.first - 1 for item in found}
        holders = []
        for marks in self.scene.offices.values():
            mark, name = max(marks, key=lambda item: item[0].last - item[0].first)
            before = self.scene.country_before(mark.first)
            after = self.scene.country_after(mark.last, "of")
            first = before[0].first if before else mark.first
            last = after[1] if after else mark.last
            country = (before or after or (None,))[0]
            code = country.country if country else self.scene.country_around(mark.first)
            if code and last not in starts and not covered & set(range(first, last)):
                holders.append(Mention(self.bodies.body(name, code), first, last, is_generic=True))
                covered |= set(range(first, last))
        for known in self.text.known:
            meaning = self._meaning(known)
            if meaning and meaning.position and not covered & set(range(known.first, known.last)):
                body = self.scene.known(meaning)
                holders.append(Mention(body, known.first, known.last, is_generic=True))
        return holders

    def _states(self, covered: set[int]) -> list[Mention]:
        """Find countries and capitals that act: "Ghana says", "Moscow wants"."""
        acting = self.pack.words("names", "acting", "words")
        speaking = self.pack.words("attribution", "speech", "verbs")
        no_subject = self.pack.words("names", "acting", "not_after")
        never = self.pack.words("names", "titles", "never")
        found = []
        for place in self.text.places:
            if place.first in covered or not place.forms & {"name", "capital"}:
                continue
            following = self.text.lower[place.last] if place.last < len(self.text.lower) else ""
            preceding = self.text.lower[place.first - 1] if place.first else ""
            if following == "," and place.last + 1 < len(self.text.lower):
                following = self.text.lower[place.last + 1]
                following = (
                    following if following in self.pack.words("names", "acting", "asides") else ""
                )
            after = self.text.tokens[place.last + 1 : place.last + 2]
            is_dated = following in no_subject and bool(after) and after[0] in never
            is_doer = following in acting or following in speaking or is_dated
            if is_doer and preceding not in no_subject:
                entity = self.bodies.body("government", place.country)
                found.append(Mention(entity, place.first, place.last))
        return found

    def _meaning(self, known: Known) -> Meaning | None:
        """Choose what a name means here: by a country told beside it, else the last one named."""
        meanings = known.meanings
        if len(meanings) == 1 and meanings[0].context is None:
            return meanings[0]
        near = self.scene.country_before(known.first)
        if near is not None:
            fitting = [m for m in meanings if near[0].country in (m.actor.country, m.context)]
            if fitting:
                return fitting[0]
        places = self.text.places
        after = between(places, known.first, known.first + LOOK_AHEAD)
        for place in (*backwards(places, known.first), *after):
            for meaning in meanings:
                if place.country == (meaning.context or meaning.actor.country):
                    return meaning
        free = [meaning for meaning in meanings if meaning.context is None]
        return free[0] if free else None

    def _short_forms(self, covered: set[int]) -> list[Mention]:
        """Find surnames that stand alone, and abbreviations told in brackets."""
        tokens = self.text.tokens
        particles = self.pack.words("names", "titles", "particles")
        by_surname: dict[str, Entity] = {}
        for entity in list(self.scene.entities.values()):
            if entity.is_person:
                parts = entity.name.split()
                given = parts[-1].split("-")
                is_given = len(given) > 1 and given[-1].islower()  # "Lee Seong-kweun" is Lee
                by_surname.setdefault(parts[0] if is_given else given[-1], entity)
        found = []
        for index, token in enumerate(tokens):
            known = by_surname.get(token) if index not in covered else None
            if known is not None:
                first = index
                while (
                    first > 1
                    and tokens[first - 1] == "-"
                    and (tokens[first - 2].lower() in particles)
                ):
                    first -= 2
                found.append(Mention(known, first, index + 1))
        return found

    def _introduce(self, entity: Entity, found: list[Mention]) -> None:
        """Give a person its fullest name, its office and the body it speaks for."""
        longest = max(entity.mentions, key=lambda mention: mention.last - mention.first)
        if longest.last - longest.first > 1:
            entity.name = _in_ordinary_case(self.text.words(longest.first, longest.last))
        for mention in entity.mentions:
            office = self._office_before(mention, found) or self._office_after(mention, found)
            if office is None:
                continue
            position, organisation, country = office
            entity.position = entity.position or position
            entity.organisation = organisation or entity.organisation
            entity.country = entity.country or country
            return

    def _office_before(
        self, mention: Mention, found: list[Mention]
    ) -> tuple[str, str | None, str | None] | None:
        ends = [mention.first]
        if mention.first and self.text.tokens[mention.first - 1] == ",":
            ends.append(mention.first - 1)
        for end in ends:
            if end in self.scene.offices:
                mark, name = max(
                    self.scene.offices[end], key=lambda item: item[0].last - item[0].first
                )
                before = self.scene.country_before(mark.first)
                around = mention.entity.country or self.scene.country_around(mention.first)
                country = before[0].country if before else around
                body = self.bodies.behind(name, country, mark)
                return self.text.words(mark.first, mark.last), body, country
            if end in self.scene.titles:
                mark = self.scene.titles[end]
                before = self.scene.country_before(mark.first)
                country = before[0].country if before else None
                body = self._owner(mark.first, found)
                return self.text.words(mark.first, mark.last), body, country
        return None

    def _office_after(
        self, mention: Mention, found: list[Mention]
    ) -> tuple[str, str | None, str | None] | None:
        """Read an office told after the name, "…, spokesman of the Headquarters", or before it."""
        sentence = self.text.sentence_at(self.text.starts[mention.first])
        if sentence is None:
            return None
        words = [
            mark
            for mark in sentence.under("names", "titles", "words")
            if 0 <= mark.first - mention.last <= 3 or 0 < mention.first - mark.last <= OFFICE_REACH
        ]
        for mark in words:
            end = mark.last + OFFICE_REACH if mark.first >= mention.last else mention.first
            bodies = [
                other for other in between(found, mark.last, end) if not other.entity.is_person
            ]
            is_before = mark.last < mention.first
            if is_before and self.text.tokens[mention.first - 1] != ",":
                continue
            if bodies and bodies[0].first - mark.last <= 4:
                told = bodies[0]
                position = self.text.words(mark.first, told.last)
                return position, told.entity.name, told.entity.country
            if mark.first >= mention.last:
                body = self._taken_up(mark.last, mention, found)
                return self.text.words(mark.first, mark.last), body, None
        return None

    @staticmethod
    def _owner(office: int, found: list[Mention]) -> str | None:
        """Return the body of "the ministry's spokesman, X", by the token of the office."""
        for mention in between(found, office - OWNER_REACH, office):
            if not mention.entity.is_person and office - mention.last == POSSESSIVE:
                return mention.entity.name
        return None

    def _taken_up(self, after: int, person: Mention, found: list[Mention]) -> str | None:
        """Return the body of "head of the agency": the last of that kind before the person."""
        kinds = self.pack.settings["attribution"]["carried"]["kinds"]
        words = set(self.text.lower[after : after + TAKEN_UP_REACH])
        for mention in backwards(found, person.first):
            entity = mention.entity
            if words & set(kinds.get(entity.kind, ())):
                return entity.name
        return None


def _in_ordinary_case(name: str) -> str:
    """Write "KIRTI VARDHAN SINGH", as papers of state have it, as a name."""
    return (
        re.sub(r"[^\W\d_]{2,}", lambda word: word[0].capitalize(), name) if name.isupper() else name
    )


def _is_over(run: Mention, people: list[Mention]) -> bool:
    """Tell whether a run of capitals holds a person whom the registry knows."""
    return any(run.first <= person.first and person.last <= run.last for person in people)
