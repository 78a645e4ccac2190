"""Whom a number counts: the population, told beside it or carried from before, and the side."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass

from muster.extraction.counting import Count
from muster.extraction.marks import Mark, Place, Sentence, Text, backwards, between
from muster.extraction.names import Mention

NEAR = 7
"""Tokens between a number without a noun and whom it counts."""
UNION_GAP = 3
"""Tokens between two countries of one union: ", ", " and "."""


@dataclass(frozen=True, slots=True)
class People:
    """A population where it is named."""

    code: str
    first: int
    last: int
    is_place: bool
    """Whether it is named as a place or state, not as its people."""
    is_body: bool
    """Whether it is only a part of a body's name: "Kenya's foreign ministry"."""


class Peoples:
    """The populations of one article."""

    def __init__(self, text: Text, mentions: list[Mention], unspoken: Set[int]) -> None:
        """Find who is named; ``unspoken`` tokens are none: the "US" of "US dollars"."""
        self.text = text
        self.belligerents = text.pack.words("people", "belligerents", "countries")
        inside = set(unspoken)
        for mention in mentions:
            if mention.entity.kind != "state":
                inside |= set(range(mention.first, mention.last))
        found = sorted(self._named(inside), key=lambda people: people.first)
        self.all = found
        self.of_bodies = [people for people in found if people.is_body]
        self.named = [people for people in found if not people.is_body]
        foreign = [people for people in found if people.code not in self.belligerents]
        self.main = self._main(foreign)
        self._sides = self._paragraph_sides()
        self._starts: dict[int, int] = {}
        for sentence in text.sentences:
            self._starts.setdefault(sentence.paragraph, sentence.first)

    def direct(self, count: Count) -> str | None:
        """Return the population told in the phrase of the number itself."""
        end = count.noun.last if count.noun is not None else count.end
        near = between(self.named, count.last, end)
        if near:
            return self._union(near[0])
        return self._of_country(count)

    def around(self, count: Count) -> str | None:
        """Return the population told in the same sentence: a people before a country."""
        sentence = count.sentence
        here = [
            p
            for p in between(self.named, sentence.first, sentence.last)
            if p.code not in self.belligerents
        ]
        people = [p for p in here if not p.is_place]
        if people:
            return self._union(min(people, key=lambda p: _gap(p, count)))
        before = [p for p in here if p.first < count.first]
        if before:
            return self._union(before[-1])
        if here:
            return self._union(here[0])
        return None

    def is_near(self, count: Count) -> bool:
        """Tell whether a people or country stands close to a number: "for Kenya 46"."""
        here = between(self.named, count.sentence.first, count.sentence.last)
        return any(
            _gap(people, count) <= NEAR and people.code not in self.belligerents for people in here
        )

    def body(self, sentence: Sentence) -> str | None:
        """Return the country of the body that a sentence, or else its paragraph, names first."""
        for start in (sentence.first, self._starts[sentence.paragraph]):
            for people in between(self.of_bodies, start, sentence.last):
                if people.code not in self.belligerents:
                    return people.code
        return None

    def told(self, sentence: Sentence) -> str | None:
        """Return the people that a sentence names first, else that of a place, or named before."""
        for people in between(self.named, sentence.first, sentence.last):
            if not people.is_place and people.code not in self.belligerents:
                return people.code
        return self.where(sentence) or self.before(sentence, in_paragraph=True)

    def where(self, sentence: Sentence) -> str | None:
        """Return the country of a place named in a sentence."""
        for place in between(self.text.places, sentence.first, sentence.last):
            if place.country not in self.belligerents:
                return place.country
        return None

    def before(self, sentence: Sentence, *, in_paragraph: bool) -> str | None:
        """Return the population named last before a sentence; a mere place only near by."""
        start = self._starts[sentence.paragraph] if in_paragraph else 0
        mere_place: People | None = None
        for people in backwards(self.named, sentence.first):
            if people.first < start:
                break
            if people.code in self.belligerents:
                continue
            if not people.is_place:
                return self._union(people)
            mere_place = mere_place or people
        return self._union(mere_place) if mere_place is not None and in_paragraph else None

    def owner(self, count: Count) -> str | None:
        """Return the state whose citizens are meant by "its citizens"."""
        own = self.text.pack.words("people", "nationality", "own")
        words = self.text.lower[count.last : count.end + 1]
        phrase = " ".join(words)
        if not any(text in phrase for text in own):
            return None
        for people in backwards(self.all, count.first):
            if people.code not in self.belligerents and len(people.code) == 3:
                return people.code
        return None

    def left_out(self, sentence: Sentence) -> str | None:
        """Return the country that a claim here leaves out: "North Koreans not included"."""
        for near in self.text.sentences[sentence.index : sentence.index + 3]:
            if near.paragraph != sentence.paragraph:
                break
            for people in between(self.named, near.first, near.last):
                if len(people.code) != 3:
                    continue
                for mark in near.of("people", "without", "before"):
                    if 0 <= people.first - mark.last <= UNION_GAP:
                        return people.code
                for mark in near.of("people", "without", "after"):
                    if 0 <= mark.first - people.last <= UNION_GAP:
                        return people.code
        return None

    def side(self, sentence: Sentence) -> str:
        """Return on which side those counted stand, by the paragraph and what came before."""
        return self._sentence_side(sentence) or self._sides[sentence.paragraph]

    def _paragraph_sides(self) -> dict[int, str]:
        """Return the side of each paragraph; "both" goes on where nothing else is told."""
        told: dict[int, set[str]] = {}
        for sentence in self.text.sentences:
            sides = told.setdefault(sentence.paragraph, set())
            if sentence.of("people", "sides", "both"):
                sides.add("both")
            elif (side := self._sentence_side(sentence)) is not None:
                sides.add(side)
        result, current = {}, "RU"
        for paragraph, sides in told.items():
            if "both" in sides or len(sides) == 1:
                current = "both" if "both" in sides else next(iter(sides))
                result[paragraph] = current
            else:
                result[paragraph] = current if current == "both" else "RU"
        return result

    def _sentence_side(self, sentence: Sentence) -> str | None:
        if not sentence.under("people", "sides"):
            return None
        if sentence.of("people", "sides", "ua_joins"):
            return "UA"
        ua = bool(sentence.of("people", "sides", "UA"))
        ru = bool(sentence.of("people", "sides", "RU"))
        if ua and not ru:
            return "UA"
        return "RU" if ru and not ua else None

    # -- finding ------------------------------------------------------------------------------

    def _named(self, inside: set[int]) -> Iterator[People]:
        regions = self.text.pack.words("people", "region_names", "words")
        taken: set[int] = set()
        for sentence in self.text.sentences:
            for mark in sentence.under("people", "groups"):
                tokens = set(range(mark.first, mark.last))
                if tokens & inside or self._is_in_country(mark):
                    continue
                taken |= tokens
                name = " ".join(self.text.lower[mark.first : mark.last])
                yield People(mark.label[2], mark.first, mark.last, name in regions, False)
        born = {mark.first for mark in self.text.of("people", "nationality", "born")}
        for place in self.text.places:
            is_body = place.first in inside or self._is_office(place)
            if place.first in taken or "place" in place.forms:
                continue
            following = self.text.lower[place.last : place.last + 2]
            is_born = place.last in born or (following[:1] == ["-"] and place.last + 1 in born)
            is_people = place.forms & {"people", "person"} or (
                "adjective" in place.forms and self._is_before_people(place)
            )
            code = f"{place.country}-born" if is_born else place.country
            yield People(code, place.first, place.last, not is_people, is_body)

    def _is_in_country(self, mark: Mark) -> bool:
        """Tell whether a group's name is only a part of a country's: "South Africans"."""
        return any(
            place.first <= mark.first
            and mark.last <= place.last
            and place.last - place.first > mark.last - mark.first
            for place in between(self.text.places, mark.first - UNION_GAP, mark.last)
        )

    def _main(self, foreign: list[People]) -> str | None:
        weights: Counter[str] = Counter()
        for people in foreign:
            weights[people.code] += 1 if people.is_place else 4
        return weights.most_common(1)[0][0] if weights else None

    def _is_office(self, place: Place) -> bool:
        """Tell whether an adjective only says whose officials are meant: "US officials"."""
        sentence = self.text.sentence_at(self.text.starts[place.first])
        if sentence is None or not place.forms & {"adjective"}:
            return False
        return any(
            0 <= mark.first - place.last <= 1
            for label in (("attribution", "nameless"), ("names", "titles"), ("names", "bodies"))
            for mark in sentence.under(*label)
            if mark.label[-1] in ("speakers", "police", "words", "names", "offices")
            and not any(
                noun.first == mark.first for noun in sentence.of("people", "nouns", "persons")
            )
        )

    def _is_before_people(self, place: Place) -> bool:
        sentence = self.text.sentence_at(self.text.starts[place.first])
        return sentence is not None and any(
            0 <= mark.first - place.last <= 1 for mark in sentence.of("people", "nouns", "persons")
        )

    def _union(self, people: People) -> str:
        """Join a population with those listed beside it: "from Rwanda, Burundi and Uganda"."""
        if len(people.code) != 3:
            return people.code
        index = bisect_left(self.named, people.first, key=lambda other: other.first)
        members = [people]
        for step in (1, -1):
            edge, position = people, index + step
            while 0 <= position < len(self.named):
                other = self.named[position]
                left, right = (edge, other) if step == 1 else (other, edge)
                words = self.text.lower[left.last : right.first]
                if (
                    len(words) > UNION_GAP
                    or other.is_place != people.is_place
                    or any(word not in self._list_words for word in words)
                    or not words
                    or len(other.code) != 3
                    or other.code in self.belligerents
                ):
                    break
                members.append(other)
                edge, position = other, position + step
        codes = list(dict.fromkeys(p.code for p in sorted(members, key=lambda p: p.first)))
        return "+".join(codes)

    @property
    def _list_words(self) -> frozenset[str]:
        return self.text.pack.words("people", "nationality", "list_words")

    def _of_country(self, count: Count) -> str | None:
        """Read "citizens of Kenya", "men from Kenya" after the number's noun."""
        end = count.end
        reach = 1 if count.noun is not None else UNION_GAP  # "523 of them from Kenya"
        for mark in count.sentence.of("people", "nationality", "of_country"):
            if not end - 1 <= mark.first <= end + reach:
                continue
            for people in between(self.named, mark.last, mark.last + 2):
                return self._union(people)
        return None


def _gap(people: People, count: Count) -> int:
    return (
        people.first - count.last if people.first >= count.last else count.first - people.last + 1
    )
