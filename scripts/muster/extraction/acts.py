"""Acts told by the kinds of a verb and of the thing it is done to: active, passive or as a noun."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TypeAlias

from muster.extraction.marks import Mark, Place, Sentence, Text, between
from muster.extraction.names import Mention
from muster.extraction.pack import load_pack

REACH = 8
"""Tokens between a verb and what it is done to, or who does it."""
LOOSE = 4
"""What a thing costs besides that tells the act with nearly any verb."""
PASSIVE_REACH, LONGEST_CUE = 2, 4
"""Tokens from "was" to its participle ("was then arrested"); of "who had been"."""
OFFICIAL = frozenset({"person", "state", "ministry", "agency", "office", "armed_force"})
"""Kinds of actor with whom one meets."""


@dataclass(frozen=True, slots=True)
class Told:
    """An act in a sentence: its type, the mark of its verb or noun, and how far its thing is."""

    event_type: str
    mark: Mark
    gap: int
    status: str | None
    """What its form tells of it ("will arrest"); None if the act is told as done."""
    doer: Place | None
    """The state that does it, or of whose body it is told."""


class Acts:
    """Reads the acts of one article."""

    def __init__(self, text: Text, mentions: list[Mention], dates: Set[int]) -> None:
        self.text = text
        self.mentions = mentions
        self.dates = dates
        self.named = {
            token
            for mention in mentions
            if not mention.is_generic and mention.last - mention.first > 1
            for token in range(mention.first, mention.last)
        }
        self.words = text.pack.words

    def read(self, sentence: Sentence) -> Iterator[Told]:
        """Yield what each verb of a sentence does to the nearest thing of a kind it is done to."""
        verbs = sentence.under("events", "families")
        if not verbs:
            return
        patterns = _patterns(self.text.pack.language)
        things = self._things(sentence)
        for verb in verbs:
            family, form = verb.label[2], verb.label[3]
            rules = [rule for rule in patterns.get(family, ()) if not rule.kinds.isdisjoint(things)]
            if not rules or verb.first in self.dates:
                continue
            if form == "verbs" and self._is_untold(sentence, verb):
                continue
            status = "planned" if form == "verbs" and self._is_ahead(sentence, verb) else None
            is_passive = form == "verbs" and self._is_passive(verb)
            for rule in rules:
                gap = self._gap(verb, rule.objects, things, is_passive=is_passive)
                if gap is not None:
                    yield Told(rule.event_type, verb, gap, status, self._doer(sentence, verb))

    def _is_untold(self, sentence: Sentence, verb: Mark) -> bool:
        """Tell whether a form is a noun, or tells what is wished, feared or did not happen."""
        if any(
            thing.first <= verb.first
            and verb.last <= thing.last
            and (verb.last - verb.first < thing.last - thing.first or self._is_noun(verb))
            for thing in sentence.under("events", "things")
        ):
            return True
        before = self._before(sentence, verb)
        if self.text.lower[verb.first].endswith("ing"):
            return not self._ends(before, "progressive")
        if before[-1:] == ["to"]:
            is_told = self._ends(before, "begun") or self._is_ahead(sentence, verb)
            return not is_told
        return self._is_noun(verb) or self.is_unreal(sentence, verb)

    def is_unreal(self, sentence: Sentence, verb: Mark) -> bool:
        """Tell whether "could", "did not" or "who" stands right before a verb."""
        return self._ends(self._before(sentence, verb), "untold")

    def _is_noun(self, verb: Mark) -> bool:
        """Tell whether an article or a possessive stands before a form that may be a noun."""
        before = self.text.lower[verb.first - 1] if verb.first else ""
        is_past = self.text.lower[verb.first].endswith("ed")
        return not is_past and before in self.words("events", "modality", "nominal")

    def _is_ahead(self, sentence: Sentence, verb: Mark) -> bool:
        """Tell whether an act is planned: "will arrest", and the heading "Kenya to open a line"."""
        before = self._before(sentence, verb)
        if self._ends(before, "planned"):
            return True
        is_early = verb.first - sentence.first <= REACH and before[-1:] == ["to"]
        opening = self.text.lower[sentence.first : verb.first]
        if not is_early or not self.words("events", "modality", "passive").isdisjoint(opening):
            return False
        return not any(
            mark.first < verb.first - 1
            for label in (("events", "families"), ("attribution", "speech"))
            for mark in sentence.under(*label)
            if mark.label[-1] == "verbs"
        )

    def _before(self, sentence: Sentence, verb: Mark) -> list[str]:
        return self.text.lower[max(sentence.first, verb.first - LONGEST_CUE) : verb.first]

    def _ends(self, before: list[str], name: str) -> bool:
        cues = self.words("events", "modality", name)
        return any(" ".join(before[-size:]) in cues for size in range(1, len(before) + 1))

    def _doer(self, sentence: Sentence, verb: Mark) -> Place | None:
        """Return the state that stands before an active verb: "Jordan forbids"."""
        if verb.label[3] != "verbs" or self._is_passive(verb):
            return None
        places = between(self.text.places, max(sentence.first, verb.first - REACH), verb.first)
        named = [place for place in places if place.forms & {"name", "capital"}]
        return named[-1] if named else None

    def _gap(
        self,
        verb: Mark,
        objects: tuple[_Object, ...],
        things: dict[str, list[tuple[int, int]]],
        *,
        is_passive: bool,
    ) -> int | None:
        """Return how far the nearest thing stands on the side where the form of the verb has it."""
        gaps = []
        for kind, side in objects:
            is_before = side == "<" or (is_passive and side != ">")
            for first, last in things.get(kind, ()):
                if side == "~":
                    is_before = last <= verb.first
                gap = verb.first - last if is_before else first - verb.last
                left, right = (last, verb.first) if is_before else (verb.last, first)
                if 0 <= gap <= REACH and not self._is_broken(left, right):
                    gaps.append(gap + LOOSE * kind.startswith("of_"))
        return min(gaps, default=None)

    def _is_passive(self, verb: Mark) -> bool:
        """Tell whether something is done to what stands before: "was arrested", "held by"."""
        following = self.text.lower[verb.last] if verb.last < len(self.text.lower) else ""
        before = self.text.lower[max(0, verb.first - PASSIVE_REACH) : verb.first]
        is_done = before[-1:] != ["to"] and not self.text.lower[verb.first].endswith("ing")
        return following in self.words("events", "modality", "by") or (
            is_done and not self.words("events", "modality", "passive").isdisjoint(before)
        )

    def _is_broken(self, first: int, last: int) -> bool:
        return any(token in (";", ":", ".", "—") for token in self.text.tokens[first:last])

    def _things(self, sentence: Sentence) -> dict[str, list[tuple[int, int]]]:
        """Return where things stand, as tokens, by their kind; those in dates are none."""
        things: dict[str, list[tuple[int, int]]] = {}
        for kind, found in chain(self._worded(sentence), self._living(sentence)):
            if found.first not in self.dates:
                things.setdefault(kind, []).append((found.first, found.last))
        return things

    def _worded(self, sentence: Sentence) -> Iterator[tuple[str, Mark]]:
        """Yield the things that words of the pack tell, unless they are part of a name."""
        for thing in sentence.under("events", "things"):
            if thing.first not in self.named:
                yield thing.label[2], thing

    def _living(self, sentence: Sentence) -> Iterator[tuple[str, Mark | Mention | Place]]:
        """Yield who or what is named: people, states, and those with whom one meets."""
        for noun in sentence.of("people", "nouns", "persons"):
            yield "people", noun
        for place in between(self.text.places, sentence.first, sentence.last):
            if place.forms & {"people", "person", "adjective"}:
                yield "people", place
            if place.forms & {"name", "capital"}:
                yield "state", place
        for mention in between(self.mentions, sentence.first, sentence.last):
            kind = mention.entity.kind
            if kind == "person":
                yield "people", mention
            if kind in ("person", "state"):
                yield kind, mention
            if kind in OFFICIAL and not mention.is_generic:
                yield "actor", mention


_Object: TypeAlias = tuple[str, str]
"""The kind of thing that an act is done to, and the sign before it in the pack: ``<`` where it
does the act itself, ``>`` where it stands behind a passive verb too, ``~`` on either side."""


@dataclass(frozen=True)
class _Rule:
    """A type of event that a family of verbs tells, done to things of some kinds."""

    event_type: str
    objects: tuple[_Object, ...]
    kinds: frozenset[str]


@cache
def _patterns(language: str) -> dict[str, list[_Rule]]:
    """Return by family of verbs the types that it tells."""
    patterns: dict[str, list[_Rule]] = {}
    for event_type, rule in load_pack(language).settings["events"]["types"].items():
        for family, kinds in rule.get("acts", {}).items():
            objects = tuple((kind.lstrip("<>~"), kind[0]) for kind in kinds.split())
            told = _Rule(event_type, objects, frozenset(kind for kind, _ in objects))
            patterns.setdefault(family, []).append(told)
    return patterns
