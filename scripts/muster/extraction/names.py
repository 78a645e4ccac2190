"""Who is named: actors of the registry, bodies of state, and people and bodies it does not know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from muster.extraction.marks import Known, Mark, Place, Text, outermost
from muster.extraction.registry import Known as KnownActor
from muster.extraction.registry import Meaning, fold

LONGEST_NAME = 9
"""Tokens; longer runs of capitals are headings."""
APPOSITION_REACH = 5
"""Tokens between "a newspaper of the border," and its name."""
SHORTEST_NAME = 2
"""Tokens that are left when ranks are taken off."""
GLUE = "-'."
"""Inside one name: "al-Araji", "Ichung'wah", "UzNews.uz"."""
OFFICE_REACH = 14
"""Tokens between a name and the office that is told beside it."""


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


def mentions(text: Text) -> list[Mention]:
    """Find every name of a person or body, in text order, without overlaps."""
    return _Reader(text).read()


_FOUND_BODIES: dict[tuple[str, int], dict[tuple[str, str, str | None], KnownActor | None]] = {}
"""What the registry answered before, by language and registry: it never changes while we run."""


class _Reader:
    def __init__(self, text: Text) -> None:
        self.text = text
        self.pack = text.pack
        self.links = {
            key: [tuple(phrase.lower().split()) for phrase in values]
            for key, values in text.pack.settings["names"]["links"].items()
        }
        self.bodies: dict[str, Any] = text.pack.settings["names"]["bodies"]
        self.never = text.pack.words("names", "titles", "never")
        self.particles = text.pack.words("names", "titles", "particles")
        self.heads = {
            word: kind
            for kind, words in text.pack.settings["names"]["body_heads"].items()
            if not kind.endswith("_before")
            for word in words
        }
        self._found_bodies = _FOUND_BODIES.setdefault((text.pack.language, id(text.registry)), {})
        self._of_class: dict[str, list[tuple[int, Entity]]] = defaultdict(list)
        self.entities: dict[str, Entity] = {}
        self.armies = {
            phrase.split()[-1] for phrase in self.pack.words("names", "bodies", "army", "names")
        }
        self.titles = self._by_end(("names", "titles", "words"))
        self.offices: dict[int, list[tuple[Mark, str]]] = defaultdict(list)
        for name in self.bodies:
            for mark in self._marks("names", "bodies", name, "offices"):
                self.offices[mark.last].append((mark, name))
        self.place_ending = {place.last: place for place in text.places}
        self.place_starting = {place.first: place for place in text.places}

    def read(self) -> list[Mention]:
        registered = list(self._registered())
        people = [mention for mention in registered if mention.entity.is_person]
        runs = [run for run in self._runs() if not _is_over(run, people)]
        found = outermost([*self._bodies_of_state(), *registered, *runs])
        found += self._holders(found)
        covered = {token for item in found for token in range(item.first, item.last)}
        found += self._short_forms(covered)
        found += self._states(covered)
        found += self._courts(covered)
        found.sort(key=lambda mention: mention.first)
        for mention in found:
            mention.entity.mentions.append(mention)
        for entity in list(self.entities.values()):
            if entity.is_person and entity.mentions:
                self._introduce(entity, found)
        return found

    # -- the registry -------------------------------------------------------------------------

    def _registered(self) -> Iterator[Mention]:
        for known in self.text.known:
            meaning = self._meaning(known)
            if meaning is None or meaning.position:
                continue
            if meaning.actor.kind == "state" and known.first in self.place_starting:
                continue  # a country named is no state that acts
            is_generic = self.text.lower[known.last - 1] in self.armies
            yield Mention(self._known(meaning), known.first, known.last, is_generic=is_generic)

    def _holders(self, found: list[Mention]) -> list[Mention]:
        """Find offices named instead of their holder: they speak for their body."""
        covered = {token for item in found for token in range(item.first, item.last)}
        starts = {item.first for item in found} | {item.first - 1 for item in found}
        holders = []
        for marks in self.offices.values():
            mark, name = max(marks, key=lambda item: item[0].last - item[0].first)
            before = self.country_before(mark.first)
            after = self._country_after(mark.last, "of")
            first = before[0].first if before else mark.first
            last = after[1] if after else mark.last
            country = (before or after or (None,))[0]
            code = country.country if country else self.country_around(mark.first)
            if code and last not in starts and not covered & set(range(first, last)):
                holders.append(Mention(self.body(name, code), first, last, is_generic=True))
                covered |= set(range(first, last))
        for known in self.text.known:
            meaning = self._meaning(known)
            if meaning and meaning.position and not covered & set(range(known.first, known.last)):
                body = self._known(meaning)
                holders.append(Mention(body, known.first, known.last, is_generic=True))
        return holders

    def _states(self, covered: set[int]) -> list[Mention]:
        """Find countries and capitals that act: "Ghana says", "Moscow wants"."""
        acting = self.pack.words("names", "acting", "words") | self.pack.words(
            "attribution", "speech", "verbs"
        )
        no_subject = self.pack.words("names", "acting", "not_after")
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
            is_dated = following in no_subject and bool(after) and after[0] in self.never
            if (following in acting or is_dated) and preceding not in no_subject:
                entity = self.body("government", place.country)
                found.append(Mention(entity, place.first, place.last))
        return found

    def _meaning(self, known: Known) -> Meaning | None:
        """Choose what a name means here: by a country told beside it, else the last one named."""
        meanings = known.meanings
        if len(meanings) == 1 and meanings[0].context is None:
            return meanings[0]
        near = self.country_before(known.first)
        if near is not None:
            fitting = [m for m in meanings if near[0].country in (m.actor.country, m.context)]
            if fitting:
                return fitting[0]
        before = [place.country for place in self.text.places if place.first < known.first]
        after = [place.country for place in self.text.places if place.first >= known.first]
        for country in [*reversed(before), *after]:
            for meaning in meanings:
                if country == (meaning.context or meaning.actor.country):
                    return meaning
        free = [meaning for meaning in meanings if meaning.context is None]
        return free[0] if free else None

    def _known(self, meaning: Meaning) -> Entity:
        actor = meaning.actor
        entity = self._entity(actor.actor_id, actor.name, actor.kind, actor.country)
        if actor.kind == "person" and entity.organisation is None:
            offices = self.text.registry.offices.get(actor.actor_id, ())
            day = self.text.article.published_on
            held = [office for office in offices if day is None or office.covers(day)]
            if held or offices:
                entity.organisation = (held or offices)[-1].body
        return entity

    def _courts(self, covered: set[int]) -> list[Mention]:
        """Find courts that are named by their place alone: "a Bishkek court"."""
        found = []
        for mark in self._marks("names", "courts", "words"):
            before, after = self.place_ending.get(mark.first), self._country_after(mark.last, "in")
            place = before or (after[0] if after is not None else None)
            if place is None or mark.first in covered or "adjective" in place.forms:
                continue
            name = f"{self.text.words(place.first, place.last)} court"
            entity = self._entity(name, name, "ministry", place.country)
            first = place.first if before else mark.first
            found.append(Mention(entity, first, after[1] if after else mark.last, is_generic=True))
        return found

    # -- bodies of state ----------------------------------------------------------------------

    def _bodies_of_state(self) -> Iterator[Mention]:
        for name, body in self.bodies.items():
            for mark in self._marks("names", "bodies", name, "names"):
                first, last, country, host = self._with_country(mark)
                is_bare = country is None
                entity = self._last_of_class(name, mark) if is_bare else None
                if entity is None:
                    known = name if body.get("is_rare") else None
                    country = country or self.country_around(mark.first, body=known)
                    if country is None:
                        continue
                    entity = self.body(name, country, host)
                self._of_class[name].append((first, entity))
                is_capital = self.text.tokens[mark.first][0].isupper() and (
                    mark.last - mark.first > 1
                )
                generic = is_bare and (body["kind"] == "state" or not is_capital)
                yield Mention(entity, first, last, is_generic=generic or name == "army")

    def _last_of_class(self, name: str, mark: Mark) -> Entity | None:
        """Return the body that "the ministry of defence" takes up, if one was named before."""
        before = [entity for first, entity in self._of_class[name] if first < mark.first]
        return before[-1] if before else None

    def body(self, name: str, country: str, host: str | None = None) -> Entity:
        """Return the body of that class in a country, in the registry's form if it has one."""
        body = self.bodies[name]
        registry = self.text.registry
        known = self._registered_body(name, country, host)
        if known is not None:
            return self._entity(known.actor_id, known.name, known.kind, known.country)
        canonical = body["canonical"].format(
            country=registry.country_names.get(country, country),
            host=registry.country_names.get(host or "", host or ""),
        )
        if name == "embassy" and host is None:
            canonical = canonical.rsplit(" ", 2)[0]
        return self._entity(canonical, canonical, body["kind"], country)

    def _registered_body(self, name: str, country: str, host: str | None) -> KnownActor | None:
        key = (name, country, host)
        if key not in self._found_bodies:
            self._found_bodies[key] = self._search_body(name, country, host)
        return self._found_bodies[key]

    def _search_body(self, name: str, country: str, host: str | None) -> KnownActor | None:
        registry = self.text.registry
        wanted = [phrase.lower() for phrase in self.bodies[name]["names"]]
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

    def _with_country(self, mark: Mark) -> tuple[int, int, str | None, str | None]:
        """Widen a body's name by the country before or after it, and an embassy's host."""
        first, last, country, host = mark.first, mark.last, None, None
        if (before := self.country_before(mark.first)) is not None:
            country, first = before[0].country, before[0].first
        if (after := self._country_after(last, "of")) is not None and country is None:
            country, last = after[0].country, after[1]
        if country is None and mark.label[2] != "embassy":
            where = self._country_after(last, "in")  # "the foreign ministry in Kathmandu"
            if where is not None and "capital" in where[0].forms:
                country, last = where[0].country, where[1]
        if mark.label[2] == "embassy":
            if (where := self._country_after(last, "in")) is not None:
                host, last = where[0].country, where[1]
                country = country or self.country_around(first, without=host)
            elif (towards := self._country_after(last, "of")) is not None and country is not None:
                host, last = towards[0].country, towards[1]
            elif country is not None:
                host = self.country_around(first, without=country)
        return first, last, country, host

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

    def _country_after(self, last: int, link: str) -> tuple[Place, int] | None:
        for phrase in self.links[link]:
            end = last + len(phrase)
            if tuple(self.text.lower[last:end]) == phrase and (
                place := self.place_starting.get(end)
            ):
                return place, place.last
        return None

    def country_around(
        self, first: int, without: str | None = None, body: str | None = None
    ) -> str | None:
        """Return the country that is spoken of: the last named before, the belligerents last.

        With a class of ``body``, a country of which the registry knows such a body comes first.
        """
        belligerents = self.pack.words("people", "belligerents", "countries")
        before = [p.country for p in self.text.places if p.first < first and p.country != without]
        after = [p.country for p in self.text.places if p.first >= first and p.country != without]
        order = [*reversed(before), *after]
        if body is not None:
            known = [code for code in order if self._registered_body(body, code, None)]
            order = known or order
        for country in order:
            if country not in belligerents:
                return country
        return order[0] if order else None

    # -- names that the registry does not know ------------------------------------------------

    def _runs(self) -> Iterator[Mention]:
        position = 0
        tokens = self.text.tokens
        while position < len(tokens):
            if not self._is_capital(position):
                position += 1
                continue
            last = self._run_end(position)
            yield from self._named(position, last)
            position = max(last, position + 1)

    def _is_capital(self, index: int) -> bool:
        token = self.text.tokens[index]
        return token[0].isupper() and (len(token) > 1 or index + 1 < len(self.text.tokens))

    def _run_end(self, first: int) -> int:
        """Return where a run of capitalised words ends that begins at ``first``."""
        tokens, last = self.text.tokens, first + 1
        has_head = tokens[first] in self.heads
        while last < len(tokens) and last - first < LONGEST_NAME:
            if (
                self.text.starts[last] - self.text.ends[last - 1] > 1
                or "\n" in self.text.plain[self.text.ends[last - 1] : self.text.starts[last]]
            ):
                break
            step = self._next_in_run(last, has_head=has_head)
            if step == 0:
                break
            has_head = has_head or any(token in self.heads for token in tokens[last : last + step])
            last += step
        return last

    def _next_in_run(self, index: int, *, has_head: bool) -> int:
        """Return how many tokens from ``index`` on go on a run of capitals, 0 for none."""
        tokens = self.text.tokens
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        word = tokens[index]
        if word[0].isupper() and word not in self.never:
            return 1
        is_glued = index + 1 < len(tokens) and self.text.ends[index] == self.text.starts[index + 1]
        before = tokens[index - 1]
        if word in GLUE and is_glued and following[:1].isalpha():
            is_possessive = word == "'" and following == "s"
            return 0 if is_possessive or (word == "." and len(before) > 1) else 2
        if word == "." and len(before) == 1 and following[:1].isupper():
            return 1
        if word == "'" and following.lower() in self.particles:
            return 1  # "Shia' al-Sudani"
        if word.lower() in self.particles and (following[:1].isupper() or following == "-"):
            return 1
        if has_head:
            for phrase in self.links["connectors"]:
                end = index + len(phrase)
                if (
                    tuple(self.text.lower[index:end]) == phrase
                    and end < len(tokens)
                    and tokens[end][0].isupper()
                    and tokens[end] not in self.never
                ):
                    return len(phrase) + 1
        return 0

    def _named(self, first: int, last: int) -> Iterator[Mention]:
        tokens = self.text.tokens
        while first < last and (tokens[first] in self.never or not tokens[first][0].isalpha()):
            first += 1
        if first >= last:
            return
        kinds = [self.heads[token] for token in tokens[first:last] if token in self.heads]
        head = "media" if "media" in kinds else kinds[-1] if kinds else None
        if self._is_place(first, last):
            return
        if head is not None and last - first > 1:
            yield self._unknown_body(first, last, head)
            return
        kind = self._kind_by_word_before(first)
        if kind is not None:
            name = self.text.words(first, last)
            yield Mention(self._entity(name, name, kind, None), first, last)
            return
        yield from self._person(first, last)

    def _unknown_body(self, first: int, last: int, kind: str) -> Mention:
        before = self.country_before(first)
        after = self._country_after(last, "of")
        country = None
        if before is not None:
            country, first = before[0].country, before[0].first
        elif after is not None:
            country, last = after[0].country, after[1]
        else:
            inside = [p.country for p in self.text.places if first <= p.first < last]
            country = inside[0] if inside else None
        if country is None and kind in ("ministry", "agency", "armed_force", "company"):
            country = self.country_around(first)
        name = self.text.words(first, last)
        known = self._registered_as(name, country)
        if known is not None:
            return Mention(self._known(known), first, last)
        return Mention(self._entity(name, name, kind, country), first, last)

    def _registered_as(self, name: str, country: str | None) -> Meaning | None:
        """Look a body's name up with the countries of the article put to it."""
        registry, plain = self.text.registry, fold(name)
        countries = dict.fromkeys([country, *(place.country for place in self.text.places)])
        for code in countries:
            of = registry.country_names.get(code or "", "")
            for spelling in (f"{plain} ({of})", f"{plain} of {of}", f"{plain} of the {of}"):
                if of and (meanings := registry.names.get(spelling)):
                    return meanings[0]
        return None

    def _kind_by_word_before(self, first: int) -> str | None:
        for kind in ("media", "project", "ngo", "company"):
            label = ("names", "body_heads", f"{kind}_before")
            end = first
            if end and self.text.tokens[end - 1] == '"':
                end -= 1
            is_apposed = end > 0 and self.text.tokens[end - 1] == ","
            for mark in self._near(end, label):
                if mark.last == end or (is_apposed and 0 < end - mark.last <= APPOSITION_REACH):
                    return kind
        return None

    def _person(self, first: int, last: int) -> Iterator[Mention]:
        start = self._after_titles(first, last)
        has_title = start in self.titles or start in self.offices
        names = [
            token
            for token in self.text.tokens[start:last]
            if token[0].isupper() and token.lower() not in self.particles
        ]
        if not names or self._is_place(start, last) or last in self.place_ending:
            return
        if (
            not has_title
            and start
            and self.text.lower[start - 1] in self.pack.words("events", "places", "before")
        ):
            return
        single = len(names) == 1
        if single and not has_title:
            return
        if not has_title and not self._acts_like_a_person(start, last):
            return
        name = self.text.words(start, last)
        yield Mention(self._entity(name, name, "person", None), start, last)

    def _after_titles(self, first: int, last: int) -> int:
        """Skip what stands before the name itself: a nationality, an office, a rank."""
        start = first
        place = self.place_starting.get(first)
        if place is not None and place.last < last:
            start = place.last
        for end in range(start + 1, last):
            if end in self.titles or end in self.offices:
                start = end
        fields = self.pack.words("names", "titles", "fields")
        while last - start > SHORTEST_NAME and self._is_rank(self.text.tokens[start], fields):
            start += 1
        return start

    @staticmethod
    def _is_rank(token: str, fields: frozenset[str]) -> bool:
        return token in fields or not token[0].isalpha() or (token.isupper() and len(token) > 1)

    def _is_place(self, first: int, last: int) -> bool:
        place = self.place_starting.get(first)
        return place is not None and place.last >= last

    def _acts_like_a_person(self, first: int, last: int) -> bool:
        if sum(t[0].isupper() for t in self.text.tokens[first:last]) < 2:
            return False
        tokens, lower = self.text.tokens, self.text.lower
        surname = tokens[last - 1]
        again = tokens.count(surname) > 1
        verbs = ("attribution", "speech", "verbs")
        said_before = any(mark.last == first for mark in self._near(first, verbs))
        said_after = any(mark.first == last for mark in self._near(last, verbs))
        acts = ("names", "titles", "acts")
        does = any(mark.first == last for mark in self._near(last, acts))
        after = self.pack.words("names", "titles", "after")
        is_apposed = last + 1 < len(tokens) and tokens[last] == ","
        told = is_apposed and (lower[last + 1] in after or self._office_within(last + 1))
        titled = any(end in self.titles for end in (first, first - 1)) and (
            tokens[first - 1] == "," or first in self.titles
        )
        return again or said_before or said_after or told or does or titled

    def _office_within(self, first: int) -> bool:
        """Tell whether an office follows: "…, Azerbaijan's foreign minister"."""
        ends = range(first + 1, first + APPOSITION_REACH + 2)
        return any(end in self.offices or end in self.titles for end in ends)

    # -- later, shorter -----------------------------------------------------------------------

    def _short_forms(self, covered: set[int]) -> list[Mention]:
        """Find surnames that stand alone, and abbreviations told in brackets."""
        tokens = self.text.tokens
        by_surname: dict[str, Entity] = {}
        for entity in list(self.entities.values()):
            if entity.is_person:
                by_surname.setdefault(entity.name.split()[-1].split("-")[-1], entity)
        found = []
        for index, token in enumerate(tokens):
            known = by_surname.get(token) if index not in covered else None
            if known is not None:
                first = index
                while (
                    first > 1
                    and tokens[first - 1] == "-"
                    and (tokens[first - 2].lower() in self.particles)
                ):
                    first -= 2
                found.append(Mention(known, first, index + 1))
        return found

    def _introduce(self, entity: Entity, found: list[Mention]) -> None:
        """Give a person its fullest name, its office and the body it speaks for."""
        longest = max(entity.mentions, key=lambda mention: mention.last - mention.first)
        if longest.last - longest.first > 1:
            entity.name = self.text.words(longest.first, longest.last)
        for mention in entity.mentions:
            office = self._office_before(mention) or self._office_after(mention, found)
            if office is None:
                continue
            position, organisation, country = office
            entity.position = entity.position or position
            entity.organisation = entity.organisation or organisation
            entity.country = entity.country or country
            return

    def _office_before(self, mention: Mention) -> tuple[str, str | None, str | None] | None:
        ends = [mention.first]
        if mention.first and self.text.tokens[mention.first - 1] == ",":
            ends.append(mention.first - 1)
        for end in ends:
            if end in self.offices:
                mark, name = max(self.offices[end], key=lambda item: item[0].last - item[0].first)
                before = self.country_before(mark.first)
                country = before[0].country if before else self._person_country(mention)
                body = self._body_behind(name, country, mark)
                return self.text.words(mark.first, mark.last), body, country
            if end in self.titles:
                mark = self.titles[end]
                before = self.country_before(mark.first)
                country = before[0].country if before else None
                return self.text.words(mark.first, mark.last), None, country
        return None

    def _body_behind(self, name: str, country: str | None, mark: Mark) -> str | None:
        """Return the body of an office; of an embassy the one that the article named."""
        last = self._last_of_class(name, mark)
        if name == "embassy" and last is not None and last.country == country:
            return last.name
        return self.body(name, country).name if country else None

    def _person_country(self, mention: Mention) -> str | None:
        return mention.entity.country or self.country_around(mention.first)

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
                other
                for other in found
                if mark.last <= other.first < end and not other.entity.is_person
            ]
            between = (
                self.text.tokens[mark.last : mention.first] if mark.last < mention.first else []
            )
            if mark.last < mention.first and (not between or between[-1] != ","):
                continue
            if bodies and bodies[0].first - mark.last <= 4:
                body = bodies[0]
                position = self.text.words(mark.first, body.last)
                return position, body.entity.name, body.entity.country
            if mark.first >= mention.last:
                return self.text.words(mark.first, mark.last), None, None
        return None

    # -- plumbing -----------------------------------------------------------------------------

    def _entity(self, key: str, name: str, kind: str, country: str | None) -> Entity:
        entity = self.entities.get(key)
        if entity is None:
            entity = self.entities[key] = Entity(key, name, kind, country)
        return entity

    def _marks(self, *label: str) -> Iterator[Mark]:
        for sentence in self.text.sentences:
            yield from sentence.of(*label)

    def _by_end(self, label: tuple[str, ...]) -> dict[int, Mark]:
        longest: dict[int, Mark] = {}
        for mark in self._marks(*label):
            if mark.last not in longest or mark.first < longest[mark.last].first:
                longest[mark.last] = mark
        return longest

    def _near(self, index: int, label: tuple[str, ...]) -> Iterable[Mark]:
        offset = self.text.starts[min(index, len(self.text.starts) - 1)]
        sentence = self.text.sentence_at(max(0, offset - 1)) or self.text.sentence_at(offset)
        return sentence.of(*label) if sentence is not None else ()

    def _starting(self, index: int, label: tuple[str, ...]) -> Iterator[Mark]:
        return (mark for mark in self._near(index, label) if mark.first == index)


def _is_over(run: Mention, people: list[Mention]) -> bool:
    """Tell whether a run of capitals holds a person whom the registry knows."""
    return any(run.first <= person.first and person.last <= run.last for person in people)
