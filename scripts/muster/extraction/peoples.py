"""Whom a number counts: the population, told beside it or carried from before, and the side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass

from muster.extraction.counting import Count
from muster.extraction.marks import Mark, Place, Sentence, Text
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
        self.of_bodies = [people for people in found if people.is_body]
        self.named = [people for people in found if not people.is_body]
        foreign = [people for people in found if people.code not in self.belligerents]
        self.main = self._main(foreign)

    def direct(self, count: Count) -> str | None:
        """Return the population told in the phrase of the number itself."""
        end = count.noun.last if count.noun is not None else count.end
        near = [p for p in self.named if count.last <= p.first < end]
        if near:
            return self._union(near[0])
        return self._of_country(count)

    def around(self, count: Count) -> str | None:
        """Return the population told in the same sentence: a people before a country."""
        sentence = count.sentence
        here = [
            p
            for p in self.named
            if sentence.first <= p.first < sentence.last and p.code not in self.belligerents
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
        return any(
            count.sentence.first <= people.first < count.sentence.last
            and _gap(people, count) <= NEAR
            and people.code not in self.belligerents
            for people in self.named
        )

    def body(self, sentence: Sentence) -> str | None:
        """Return the country of the body that a sentence, or else its paragraph, names first."""
        for start in (sentence.first, self._paragraph_start(sentence)):
            for people in self.of_bodies:
                if start <= people.first < sentence.last and people.code not in self.belligerents:
                    return people.code
        return None

    def told(self, sentence: Sentence) -> str | None:
        """Return the people that a sentence names first, else the one named before it."""
        here = [
            people.code
            for people in self.named
            if sentence.first <= people.first < sentence.last
            and not people.is_place
            and people.code not in self.belligerents
        ]
        return here[0] if here else self.before(sentence, in_paragraph=True)

    def where(self, sentence: Sentence) -> str | None:
        """Return the country of a place named in a sentence."""
        for place in self.text.places:
            if sentence.first <= place.first < sentence.last and (
                place.country not in self.belligerents
            ):
                return place.country
        return None

    def before(self, sentence: Sentence, *, in_paragraph: bool) -> str | None:
        """Return the population named last before a sentence; a mere place only near by."""
        start = self._paragraph_start(sentence) if in_paragraph else 0
        earlier = [
            p
            for p in self.named
            if start <= p.first < sentence.first and p.code not in self.belligerents
        ]
        people = [p for p in earlier if not p.is_place] or (earlier if in_paragraph else [])
        return self._union(people[-1]) if people else None

    def owner(self, count: Count) -> str | None:
        """Return the state whose citizens are meant by "its citizens"."""
        own = self.text.pack.words("people", "nationality", "own")
        words = self.text.lower[count.last : count.end + 1]
        phrase = " ".join(words)
        if not any(text in phrase for text in own):
            return None
        owners = sorted([*self.named, *self.of_bodies], key=lambda p: p.first)
        for people in reversed([p for p in owners if p.first < count.first]):
            if people.code not in self.belligerents and len(people.code) == 3:
                return people.code
        return None

    def left_out(self, sentence: Sentence) -> str | None:
        """Return the country that a claim here leaves out: "North Koreans not included"."""
        for near in self.text.sentences[sentence.index : sentence.index + 3]:
            if near.paragraph != sentence.paragraph:
                break
            for people in self.named:
                if not near.first <= people.first < near.last or len(people.code) != 3:
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
        side = "RU"
        paragraph = -1
        for other in self.text.sentences[: sentence.index + 1]:
            if other.paragraph != paragraph:
                paragraph = other.paragraph
                told = self._told_side(paragraph)
                side = told or (side if side == "both" else "RU")
        own = self._sentence_side(sentence)
        return own or side

    def _sentence_side(self, sentence: Sentence) -> str | None:
        if sentence.of("people", "sides", "ua_joins"):
            return "UA"
        ua = bool(sentence.of("people", "sides", "UA"))
        ru = bool(sentence.of("people", "sides", "RU"))
        if ua and not ru:
            return "UA"
        return "RU" if ru and not ua else None

    def _told_side(self, paragraph: int) -> str | None:
        sentences = [s for s in self.text.sentences if s.paragraph == paragraph]
        if any(s.of("people", "sides", "both") for s in sentences):
            return "both"
        sides = {side for s in sentences if (side := self._sentence_side(s))}
        return sides.pop() if len(sides) == 1 else None

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
        born = {
            mark.first
            for sentence in self.text.sentences
            for mark in sentence.of("people", "nationality", "born")
        }
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
            for place in self.text.places
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
        index = self.named.index(people)
        members = [people]
        for step in (1, -1):
            edge, position = people, index + step
            while 0 <= position < len(self.named):
                other = self.named[position]
                left, right = (edge, other) if step == 1 else (other, edge)
                between = self.text.lower[left.last : right.first]
                if (
                    len(between) > UNION_GAP
                    or other.is_place != people.is_place
                    or any(word not in self._list_words for word in between)
                    or not between
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
            for people in self.named:
                if mark.last <= people.first <= mark.last + 1:
                    return self._union(people)
        return None

    def _paragraph_start(self, sentence: Sentence) -> int:
        first = sentence.first
        for other in reversed(self.text.sentences[: sentence.index]):
            if other.paragraph != sentence.paragraph:
                break
            first = other.first
        return first


def _gap(people: People, count: Count) -> int:
    return (
        people.first - count.last if people.first >= count.last else count.first - people.last + 1
    )
