"""Who could speak in a sentence: names, what takes them up ("he", "the ministry"), the nameless."""

from __future__ import annotations

from dataclasses import dataclass

from muster.extraction.marks import LOOK_BACK, Mark, Sentence, Text, backwards, between
from muster.extraction.names import Entity, Mention
from muster.extraction.scene import LOOK_AHEAD

SPEAKING = frozenset(
    {
        ("carried", "persons"), ("carried", "bodies"),
        ("nameless", "speakers"), ("nameless", "police"), ("nameless", "prosecution"),
    }
)  # fmt: skip
"""Lists of the pack's attribution that may be a subject."""
POSSESSIVES = ("attribution", "carried", "of_states")
POINTING_REACH = 40
"""Tokens between a country and "its officials"."""
VERBS = ("attribution", "speech", "verbs")
BODY_REACH = 4
"""Tokens between "an official" and the body it is of."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who asserts something, for whom, and through whom the article has it."""

    claimant: str | None = None
    organisation: str | None = None
    relayed_by: str | None = None
    speaker: Entity | None = None
    """The entity behind the claimant; None where the speaker has no name."""

    @property
    def is_silent(self) -> bool:
        """Whether the article asserts it itself."""
        return self.claimant is None


SILENT = Voice()
Speaker = tuple[Voice, int, int]
"""A voice and the tokens that name it, end exclusive."""


class Speakers:
    """The possible speakers of one article."""

    def __init__(self, text: Text, mentions: list[Mention]) -> None:
        self.text = text
        self.pack = text.pack
        self.mentions = mentions
        self.by_sentence: list[list[Mention]] = [[] for _ in text.sentences]
        for mention in mentions:
            sentence = text.sentence_at(text.starts[mention.first])
            if sentence is not None:
                self.by_sentence[sentence.index].append(mention)
        self.spoken: list[Mention] = []
        """Who has spoken so far, in text order: "he" is the last of them."""
        self.nameless: list[tuple[Voice, int]] = []
        """The speakers without a name so far, each with the token where it spoke."""
        self._last: tuple[tuple[int, int, int], list[Speaker]] | None = None
        """What ``of`` found last, for the same sentence while nobody else has spoken."""
        self.pronouns = text.pack.words("attribution", "carried", "pronouns")
        self._his = text.pack.words("attribution", "carried", "of_persons")
        self._kinds: dict[str, list[str]] = text.pack.settings["attribution"]["carried"]["kinds"]

    def of(self, sentence: Sentence) -> list[Speaker]:
        """Return who could speak in a sentence: names, pronouns, the nameless; tokens of each."""
        so_far = sentence.index, len(self.spoken), len(self.nameless)
        if self._last is None or self._last[0] != so_far:
            self._last = so_far, self._find(sentence)
        return self._last[1]

    def _find(self, sentence: Sentence) -> list[Speaker]:
        named = [
            (self.voice_of(mention.entity), mention.first, mention.last)
            for mention in self.by_sentence[sentence.index]
            if not (mention.is_generic and mention.entity.kind == "armed_force")
            or any(mark.first == mention.last for mark in sentence.of(*VERBS))
        ]
        covered = {token for _, first, last in named for token in range(first, last)}
        others = []
        taken_up: set[int] = set()
        people = sentence.of("people", "nouns", "persons")
        marks = [m for m in sentence.under("attribution") if m.label[1:] in SPEAKING]
        for mark in sorted(marks, key=lambda mark: mark.label[1] != "carried"):
            if mark.label[1] == "nameless" and mark.first in taken_up:
                continue  # "the minister" was named before
            if covered & set(range(mark.first, mark.last + 1)):
                continue  # "the agency UNIAN" is UNIAN
            is_counted = self.text.numbers & set(range(max(0, mark.first - 2), mark.first))
            if is_counted and any(noun.first == mark.first for noun in people):
                continue  # "100 army veterans" are counted, not quoted
            voice = (
                self._taken_up(mark)
                if mark.label[1] == "carried"
                else self._nameless(sentence, mark)
            )
            if voice is not None:
                others.append((voice, mark.first, mark.last))
                if mark.label[1] == "carried":
                    taken_up |= set(range(mark.first, mark.last))
        return sorted([*named, *others], key=lambda item: item[1])

    def voice_of(self, entity: Entity) -> Voice:
        """Return an entity as a voice; an outlet is called as the article calls it."""
        name = entity.name
        if entity.kind == "media" and entity.mentions:
            first = entity.mentions[0]
            name = self.text.words(first.first, first.last)
        organisation = entity.organisation if entity.is_person else name
        return Voice(name, organisation, None, entity)

    def _taken_up(self, mark: Mark) -> Voice | None:
        """Resolve "he", "the ministry" to the last that fits, speakers first."""
        spoken = list(backwards(self.spoken, mark.first))
        named = list(backwards(self.mentions, mark.first))
        if mark.label[2] == "persons":
            return self._person_taken_up(mark, [*spoken, *named])
        noun = self.text.lower[mark.last - 1]
        if self.text.lower[mark.first] in self._his:
            people = (mention.entity for mention in named if mention.entity.is_person)
            body = next((person.organisation for person in people if person.organisation), None)
            return Voice(body, body) if body else None
        for mention in named:
            if not mention.entity.is_person and noun in mention.entity.name.lower().split():
                return self.voice_of(mention.entity)
        for mention in (*spoken, *named):
            entity = mention.entity
            is_any = noun in self._kinds["any"] and not entity.is_person
            if is_any or noun in self._kinds.get(entity.kind, ()):
                return self.voice_of(entity)
        return None

    def _person_taken_up(self, mark: Mark, before: list[Mention]) -> Voice | None:
        """Resolve "he" and "the minister": a holder of that office, else the last to speak."""
        people = [mention for mention in before if mention.entity.is_person]
        office = self.text.lower[mark.last - 1]
        is_office = mark.last - mark.first > 1
        last = people[0].first if people else -1
        for voice, token in reversed(self.nameless[-LOOK_BACK:]):
            word = (voice.claimant or "").lower().split()[-1:]
            if token < mark.first and (word == [office] or (not is_office and token > last)):
                return voice
        if is_office:
            holders = [m for m in people if office in (m.entity.position or "").lower().split()]
            people = holders or people
        else:
            sentence = self.text.sentence_at(self.text.starts[mark.first])
            here = [m for m in people if sentence is not None and m.first >= sentence.first]
            if len({id(m.entity) for m in here}) == 1:
                people = here
        return self.voice_of(people[0].entity) if people else None

    def _nameless(self, sentence: Sentence, mark: Mark) -> Voice:
        """Describe a speaker without a name, by the article's own words."""
        role = mark.label[2]
        if role in ("police", "prosecution"):
            words = self.pack.phrases["attribution", "nameless", f"{role}_bodies"]
            after = between(self.mentions, mark.first, mark.first + LOOK_AHEAD)
            for mention in (*backwards(self.mentions, mark.first), *after):
                if any(word in mention.entity.name for word in words):
                    return self.voice_of(mention.entity)
        first, country = mark.first, None
        adjectives = {m.last: m for m in sentence.of("attribution", "nameless", "adjectives")}
        places = {
            place.last: place for place in between(self.text.places, sentence.first, mark.first)
        }
        while first > sentence.first and (first in adjectives or first in places):
            if first in places:
                country = places[first].country
                first = places[first].first
            else:
                first = adjectives[first].first
        for mention in self.by_sentence[sentence.index]:
            entity = mention.entity
            if not entity.is_person and entity.kind != "armed_force" and mention.last == first:
                return self.voice_of(mention.entity)  # "a State Department cable"
        articles = self.pack.words("names", "links", "articles")
        while first < mark.last - 1 and self.text.tokens[first] in articles:
            first += 1
        body = self._body_of(sentence, mark)
        word = " ".join(self.text.lower[mark.first : mark.last])
        if body is not None and word in self.pack.words("attribution", "nameless", "documents"):
            return self.voice_of(body)
        name, country = self._described(first, mark, country)
        state = self.text.registry.state(country) if country else None
        organisation = body.name if body else state.name if state else None
        return Voice(name, organisation, None, None)

    def _described(self, first: int, mark: Mark, country: str | None) -> tuple[str, str | None]:
        """Describe the nameless: "unnamed US officials", "Ukrainian security services"."""
        name = self.text.words(first, mark.last)
        is_place = any(between(self.text.places, first, first + 1))
        if not is_place and name[1:2].islower():
            name = name[0].lower() + name[1:]  # "Recruits said": the sentence made it a capital
        pointed_at = self._pointed_at(first)
        owner = self._owner(first) or pointed_at
        if owner is not None:
            country = owner
            name = f"{self.text.registry.adjectives.get(owner, owner)} {name}"
        word = " ".join(self.text.lower[mark.first : mark.last])
        apart = self.pack.words("attribution", "nameless", "told_apart")
        is_told_apart = pointed_at or apart & set(self.text.lower[first : mark.first])
        if word in self.pack.words("attribution", "nameless", "unnamed") and not is_told_apart:
            name = f"{self.pack.settings['attribution']['nameless']['unnamed_word']} {name}"
        return name, country

    def _owner(self, first: int) -> str | None:
        """Return the country before a possessive: "Ukraine's security services"."""
        for phrase in self.pack.words("names", "links", "possessive"):
            begin = first - len(phrase)
            if begin > 0 and self.text.lower[begin:first] == list(phrase):
                last = next(backwards(self.text.places, begin), None)
                if last is not None and last.last == begin:
                    return last.country
        return None

    def _pointed_at(self, first: int) -> str | None:
        """Return the country of "its officials": the last one named, shortly before."""
        if self.text.lower[first - 1] not in self.pack.words(*POSSESSIVES):
            return None
        last = next(backwards(self.text.places, first), None)
        is_near = last is not None and first - last.last <= POINTING_REACH
        return last.country if last is not None and is_near else None

    def _body_of(self, sentence: Sentence, mark: Mark) -> Entity | None:
        """Return the body told after a speaker: "an official of the ministry"."""
        links = self.pack.words("names", "links", "of_body")
        for mention in self.by_sentence[sentence.index]:
            gap = self.text.lower[mark.last : mention.first]
            if 0 < len(gap) <= BODY_REACH and gap[0] in links and not mention.entity.is_person:
                return mention.entity
        return None

    def doers(self, sentence: Sentence) -> list[Mention]:
        """Return who a sentence speaks of, with "he" and "the ministry" resolved, in text order."""
        named = {mention.first for mention in self.by_sentence[sentence.index]}
        taken_up = [
            Mention(voice.speaker, first, last)
            for voice, first, last in self.of(sentence)
            if voice.speaker is not None
            and first not in named
            and self.text.lower[first] not in self.pronouns
        ]
        found = [*self.by_sentence[sentence.index], *taken_up]
        return sorted(found, key=lambda mention: mention.first)
