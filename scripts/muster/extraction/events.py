"""What happened: events by the pack's phrases, and the statements of figures that are events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from muster.extraction.attribution import Attribution
from muster.extraction.document import Event, Participant
from muster.extraction.figures import Found
from muster.extraction.marks import Mark, Sentence, Text
from muster.extraction.names import Entity, Mention
from muster.extraction.peoples import Peoples
from muster.extraction.periods import Periods

CUE_REACH = 14
"""Tokens between the phrase of an event and "will" or "still"."""


@dataclass(frozen=True, slots=True)
class _Act:
    """One phrase of an event type in a sentence."""

    event_type: str
    rule: dict[str, Any]
    sentence: Sentence
    mark: Mark


class Events:
    """Reads the events of one article."""

    def __init__(
        self,
        text: Text,
        attribution: Attribution,
        periods: Periods,
        figures: list[Found],
        peoples: Peoples,
    ) -> None:
        self.text = text
        self.attribution = attribution
        self.periods = periods
        self.figures = figures
        self.peoples = peoples
        self.rules: dict[str, dict[str, Any]] = text.pack.settings["events"]["types"]

    def read(self) -> list[Event]:
        """Return the events in text order, each once."""
        events = [event for act in self._acts() if (event := self._event(act)) is not None]
        told = {event.quote_span for event in events if event.event_type in SAYINGS}
        events += [event for event in self._statements() if event.quote_span not in told]
        return sorted(_once(events), key=lambda event: event.quote_span)

    # -- by phrases ---------------------------------------------------------------------------

    def _acts(self) -> Iterator[_Act]:
        for sentence in self.text.sentences:
            if sentence.is_heading:
                continue
            for name, rule in self.rules.items():
                marks = sentence.of("events", "types", name, "phrases")
                if not marks:
                    continue
                if "with" in rule and not sentence.of("events", "types", name, "with"):
                    continue
                if sentence.of("events", "types", name, "not"):
                    continue
                if rule.get("needs_object") and not self._has_object(marks[0]):
                    continue
                yield _Act(name, rule, sentence, marks[0])

    def _has_object(self, mark: Mark) -> bool:
        """Tell whether a state or a name follows at once: "accused Russia"."""
        tokens = self.text.tokens[mark.last : mark.last + 2]
        return any(token[0].isupper() for token in tokens)

    def _event(self, act: _Act) -> Event | None:
        rule, sentence = act.rule, act.sentence
        date = self._date(act)
        if rule.get("needs_date") and date is None:
            return None
        participants = list(self._participants(act))
        if rule.get("needs_actors") and not participants:
            return None
        status = self._status(act)
        return Event(
            event_type=act.event_type,
            status=status,
            date=date or self._undated(status),
            place=self._place(act),
            participants=tuple(dict.fromkeys(p for _, p in participants)),
            quote_span=sentence.span,
        )

    def _date(self, act: _Act) -> str | None:
        told = self.periods.by_sentence[act.sentence.index]
        if told:
            nearest = min(told, key=lambda date: abs(date.first - act.mark.first))
            edtf = nearest.edtf
            if nearest.mention.kind in ("by", "until", "before") and "/" not in edtf:
                return f"../{edtf}"
            return edtf
        if act.sentence.of("periods", "then", "phrases"):
            return self.periods.last_date(act.sentence)
        return None

    def _undated(self, status: str) -> str | None:
        published = self.text.article.published_on
        if published is None:
            return None
        if status == "planned":
            return f"{published}/.."
        return published if status == "ongoing" else f"../{published}"

    def _status(self, act: _Act) -> str:
        for status in ("denied", "planned", "ongoing", "alleged"):
            for cue in act.sentence.of("events", "cues", status):
                if 0 <= act.mark.first - cue.last <= CUE_REACH // 3 or (
                    cue.first < act.mark.last and cue.last > act.mark.first
                ):
                    if status == "alleged" and act.event_type in ("denial", "allegation"):
                        continue
                    return status
        return str(act.rule["status"])

    def _place(self, act: _Act) -> str | None:
        rule = act.rule["place"]
        if len(rule) == 3 and rule.isupper():
            return str(rule)
        entity = self._subject(act)
        own = _where(entity, self.text) if entity else None
        here = self._here(act.sentence)
        if rule == "subject":
            return own or here or self._spoken_of(act.sentence)
        if rule == "people":
            people = self.peoples.before(
                self.text.sentences[min(act.sentence.index + 1, len(self.text.sentences) - 1)],
                in_paragraph=True,
            )
            return people if people in self.text.registry.country_names else here or own
        return here or own

    def _here(self, sentence: Sentence) -> str | None:
        """Return the country of a place that the sentence sets something in."""
        where = self.text.pack.words("events", "places", "before")
        for place in self.text.places:
            if not sentence.first <= place.first < sentence.last:
                continue
            before = self.text.lower[place.first - 1] if place.first > sentence.first else ""
            if before in where and place.forms & {"name", "capital", "place"}:
                return place.country
        return None

    def _spoken_of(self, sentence: Sentence) -> str | None:
        belligerents = self.text.pack.words("people", "belligerents", "countries")
        for place in reversed([p for p in self.text.places if p.first < sentence.last]):
            if place.country not in belligerents:
                return place.country
        return None

    # -- who takes part -----------------------------------------------------------------------

    def _here_mentioned(self, sentence: Sentence) -> list[Mention]:
        return [m for m in self.attribution.by_sentence[sentence.index] if m.entity.kind != "media"]

    def _subject(self, act: _Act) -> Entity | None:
        before = [
            mention
            for mention in self._here_mentioned(act.sentence)
            if mention.first < act.mark.first
            and not (mention.is_generic and mention.entity.kind == "armed_force")
        ]
        frames = self.attribution.frames[act.sentence.index]
        if before:
            return before[-1].entity if not before[-1].is_generic else before[0].entity
        if act.rule.get("subject") != "speaker":
            return None
        for frame in frames:
            if frame.voice.speaker is not None:
                return frame.voice.speaker
        return self.attribution.carried[act.sentence.index].speaker

    def _participants(self, act: _Act) -> Iterator[tuple[int, Participant]]:
        rule = act.rule
        seen: set[str] = set()
        courts = self.text.pack.words("events", "courts", "words")
        passive = self.text.pack.words("attribution", "speech", "passive")
        is_passive = self.text.lower[act.mark.first - 1] in passive
        for mention in self._here_mentioned(act.sentence):
            entity = mention.entity
            if entity.key in seen or mention.is_generic:
                continue
            is_court = any(word in entity.name for word in courts)
            role = rule.get("subject") if mention.first < act.mark.first else rule.get("object")
            if "courts" in rule and (is_court or not entity.is_person):
                role = rule["courts"] if is_court or entity.kind in ("agency", "ministry") else None
            elif "courts" in rule:
                role = rule["subject"]
            if is_passive and entity.is_person and mention.first < act.mark.first:
                role = rule.get("object", "affected")
            if act.event_type == "arrest":
                role = "accused" if entity.is_person else "authority"
            if (
                act.event_type == "leadership_change"
                and entity.is_person
                and mention.first < act.mark.first
            ):
                role = "affected" if not _takes_object(act, self.text) else "initiator"
            if role is None:
                continue
            seen.add(entity.key)
            yield mention.first, Participant(entity.name, role)
        if not seen and rule.get("subject"):
            subject = self._subject(act)
            if subject is not None and subject.kind != "media":
                yield act.mark.first, Participant(subject.name, rule["subject"])

    # -- numbers that somebody states ---------------------------------------------------------

    def _statements(self) -> Iterator[Event]:
        """Yield one event for each speaker and day on which figures are stated."""
        publishing = self.text.pack.settings["events"]["speakers"]["publishing"]
        seen: set[tuple[str, str]] = set()
        for found in self.figures:
            speaker = found.voice.speaker
            sentence = found.count.sentence
            if sentence.is_heading or speaker is None:
                continue
            date = self.periods.said_on[sentence.index]
            if date is None or (speaker.key, date) in seen:
                continue
            seen.add((speaker.key, date))
            is_published = speaker.kind in publishing
            told = self._told_in(sentence, date)
            participants = [Participant(speaker.name, "publisher" if is_published else "speaker")]
            if found.voice.relayed_by and not is_published:
                participants.append(Participant(found.voice.relayed_by, "publisher"))
            yield Event(
                event_type="report_published" if is_published else "figures_stated",
                status="completed",
                date=date,
                place=_where(speaker, self.text),
                participants=tuple(participants),
                quote_span=told.span,
            )

    def _told_in(self, sentence: Sentence, date: str) -> Sentence:
        """Return the sentence that tells the day of the saying, here or before."""
        for index in range(sentence.index, -1, -1):
            other = self.text.sentences[index]
            if other.paragraph != sentence.paragraph:
                break
            if self.periods.saying[index] is not None:
                return other
        return sentence


SAYINGS = frozenset({"report_published", "parliamentary_answer", "denial"})
"""Types that tell of the saying itself: the same sentence is no statement of figures besides."""


def _takes_object(act: _Act, text: Text) -> bool:
    """Tell whether "appointed" is followed by whom, so that its subject is who appoints."""
    following = text.tokens[act.mark.last] if act.mark.last < len(text.tokens) else ""
    return following[:1].isupper()


def _where(entity: Entity | None, text: Text) -> str | None:
    """Return the country where an entity acts: an embassy in its host's."""
    if entity is None:
        return None
    if entity.kind == "ministry" and not entity.is_person:
        for code, name in text.registry.country_names.items():
            if entity.name.endswith(f" in {name}"):
                return code
    return entity.country


def _once(events: list[Event]) -> list[Event]:
    """Keep one event of a type in a sentence, and of a type, day and doer in the article."""
    kept: dict[tuple[object, ...], Event] = {}
    for event in events:
        kept.setdefault((event.event_type, event.date, event.participants), event)
    spans: dict[tuple[object, ...], Event] = {}
    for event in kept.values():
        spans.setdefault((event.event_type, event.quote_span), event)
    return list(spans.values())
