"""What happened: events by the pack's phrases, and the statements of figures that are events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from muster.extraction.acts import Acts, Told
from muster.extraction.attribution import Attribution
from muster.extraction.document import Event, Participant
from muster.extraction.figures import Found
from muster.extraction.marks import LOOK_BACK, Mark, Place, Sentence, Text, backwards, between
from muster.extraction.names import Entity, Mention
from muster.extraction.peoples import Peoples
from muster.extraction.sayings import Sayings
from muster.extraction.speakers import Voice

MOST_ACTS = 2
"""Events that one sentence tells; more are background."""
COUNTED = 3
"""What an act costs that only a figure tells."""
OBJECT_REACH = 7
"""Tokens between the verb of an event and its object."""
CUE_REACH = 14
"""Tokens between the phrase of an event and "will" or "still"."""


@dataclass(frozen=True, slots=True)
class _Act:
    """One phrase of an event type in a sentence."""

    event_type: str
    rule: dict[str, Any]
    sentence: Sentence
    mark: Mark
    status: str | None = None
    """What the form of its verb tells; None if the type's own status holds."""
    doer: Place | None = None
    """The state that does it, if nobody is named."""
    is_formal: bool = False
    """Whether verb and thing tell it, each of its kind, rather than a list of words."""


class Events:
    """Reads the events of one article."""

    def __init__(
        self,
        text: Text,
        attribution: Attribution,
        sayings: Sayings,
        figures: list[Found],
        peoples: Peoples,
    ) -> None:
        self.text = text
        self.attribution = attribution
        self.sayings = sayings
        self.figures = figures
        self.peoples = peoples
        self.dates = sayings.tokens()
        self.acts = Acts(text, attribution.mentions, self.dates)
        self.named = {
            token
            for mention in attribution.mentions
            if not mention.is_generic
            for token in range(mention.first, mention.last)
        }
        self.rules: dict[str, dict[str, Any]] = text.pack.settings["events"]["types"]

    def read(self) -> list[Event]:
        """Return the events in text order, each once."""
        events = [event for act in self._acts() if (event := self._event(act)) is not None]
        told = {event.quote_span for event in events if event.event_type in SAYINGS}
        events += [event for event in self._statements() if event.quote_span not in told]
        return sorted(_once(events), key=lambda event: event.quote_span)

    # -- by phrases ---------------------------------------------------------------------------

    def _acts(self) -> Iterator[_Act]:
        """Yield what the sentences tell: of several types in one, those that are told best."""
        counted = self._counted()
        for sentence in self.text.sentences:
            if sentence.is_heading:
                continue
            told = {
                mark.label[2]
                for mark in sentence.under("events", "types")
                if mark.label[3] in ("phrases", "verbs")
            }
            told |= {name for index, name in counted if index == sentence.index}
            acts = [
                (item.gap, self._formal(sentence, item))
                for item in self.acts.read(sentence)
                if not sentence.of("events", "types", item.event_type, "not")
                and self._is_act(sentence, self.rules[item.event_type], item.mark)
            ]
            acts += [
                (cost, _Act(name, rule, sentence, mark))
                for name, rule in self.rules.items()
                if name in told
                for cost, mark in self._told(sentence, name, rule, counted)
                if self._is_act(sentence, rule, mark)
            ]
            acts.sort(key=lambda item: item[0])
            best: dict[str, _Act] = {}
            for _, act in acts:
                first = best.setdefault(act.event_type, act)
                if act.is_formal and not first.is_formal:
                    best[act.event_type] = replace(act, mark=first.mark)
            yield from list(best.values())[:MOST_ACTS]

    def _formal(self, sentence: Sentence, told: Told) -> _Act:
        return _Act(
            event_type=told.event_type,
            rule=self.rules[told.event_type],
            sentence=sentence,
            mark=told.mark,
            status=told.status,
            doer=told.doer,
            is_formal=True,
        )

    def _is_act(self, sentence: Sentence, rule: dict[str, Any], mark: Mark) -> bool:
        if mark.first in self.attribution.quoted[sentence.index] or mark.first in self.named:
            return False
        if not rule.get("of_the_unreal") and self.acts.is_unreal(sentence, mark):
            return False
        if rule.get("not_by_person") and self._is_by_person(sentence, mark):
            return False
        return not rule.get("needs_object") or self._has_object(mark)

    def _counted(self) -> dict[tuple[int, str], Mark]:
        """Return the acts of which figures tell: a term imposed is a conviction."""
        types: dict[str, Any] = self.text.pack.settings["events"]["from_figures"]
        counted = {}
        for found in self.figures:
            measure, count = found.figure.measure, found.count
            if measure not in types or measure == "dated":
                continue
            if measure in types["dated"] and found.figure.kind != "flow":
                continue
            mark = Mark(("events", "from_figures", measure), count.first, count.last)
            counted[count.sentence.index, types[measure]] = mark
        return counted

    def _told(
        self,
        sentence: Sentence,
        name: str,
        rule: dict[str, Any],
        counted: dict[tuple[int, str], Mark],
    ) -> list[tuple[int, Mark]]:
        """Return the phrase by which a sentence tells an event of a type, and its cost.

        A phrase is told best, the longer the better; then a verb by how near its object is; then
        a figure.
        """
        if sentence.of("events", "types", name, "not"):
            return []
        found: list[tuple[int, Mark]] = []
        has_context = "with" not in rule or sentence.of("events", "types", name, "with")
        if has_context:
            phrases = sentence.of("events", "types", name, "phrases")
            found += [(mark.first - mark.last, mark) for mark in phrases]
        for verb in sentence.of("events", "types", name, "verbs"):
            if verb.first in self.dates:
                continue
            for thing in sentence.of("events", "types", name, "objects"):
                is_after = thing.first >= verb.last
                gap = thing.first - verb.last if is_after else verb.first - thing.last
                if thing.first in self.dates or (rule.get("object_after") and not is_after):
                    continue
                if 0 <= gap <= OBJECT_REACH and not self._is_broken(verb, thing):
                    found.append((gap + (not is_after), verb))
        if (mark := counted.get((sentence.index, name))) is not None:
            found.append((COUNTED, mark))
        return sorted(found, key=lambda item: item[0])[:1]

    def _is_broken(self, left: Mark, right: Mark) -> bool:
        first, last = min(left.last, right.last), max(left.first, right.first)
        return any(token in (";", ":", ".") for token in self.text.tokens[first:last])

    def _is_by_person(self, sentence: Sentence, mark: Mark) -> bool:
        before = [m for m in self.attribution.by_sentence[sentence.index] if m.last <= mark.first]
        return bool(before) and before[-1].entity.is_person

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
        has_doer = bool(participants) or act.is_formal
        if rule.get("needs_actors") and not has_doer:
            return None
        if date is None and not has_doer and act.event_type not in CASES:
            return None  # without day and doers it is background
        status = self._status(act)
        if status == "planned" and date is not None:
            date = self._ahead(date)
        return Event(
            event_type=act.event_type,
            status=status,
            date=date or self._undated(status),
            place=self._place(act),
            participants=tuple(dict.fromkeys(participants)),
            quote_span=sentence.span,
        )

    def _date(self, act: _Act) -> str | None:
        told = self.sayings.by_sentence[act.sentence.index]
        if told:
            nearest = min(told, key=lambda date: abs(date.first - act.mark.first))
            if nearest.mention.kind in ("by", "until", "before") and "/" not in nearest.edtf:
                return f"../{nearest.edtf}"
            return nearest.edtf.removesuffix("/..")
        if act.rule.get("needs_date"):
            of_paragraph = self.sayings.of_paragraph(act.sentence)
            return f"../{of_paragraph}" if of_paragraph else None
        if act.sentence.of("periods", "then", "phrases"):
            return self.sayings.last_date(act.sentence)
        return self.sayings.of_paragraph(act.sentence)

    def _ahead(self, date: str) -> str:
        """Turn a month that was read as the last one into the next: what is planned lies ahead."""
        published = self.text.article.published_on
        if published is None or "/" in date or len(date) < len("2026-03") or date >= published[:7]:
            return date
        return f"{int(date[:4]) + 1}{date[4:]}"

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
                is_after = status == "ongoing" and 0 <= cue.first - act.mark.last <= CUE_REACH // 3
                is_inside = cue.first < act.mark.last and cue.last > act.mark.first
                if is_inside and act.event_type == "agreement_made":
                    continue  # "agreed to" tells of what lies ahead, but the agreement is made
                if is_after or is_inside or 0 <= act.mark.first - cue.last <= CUE_REACH // 3:
                    if status == "alleged" and act.event_type in ("denial", "allegation"):
                        continue
                    return status
        if act.status is not None:
            return act.status
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
            people = self.peoples.told(act.sentence)
            return people if people in self.text.registry.country_names else here or own
        return here or own or self._spoken_of(act.sentence)

    def _here(self, sentence: Sentence) -> str | None:
        """Return the country of a place that the sentence sets something in."""
        where = self.text.pack.words("events", "places", "before")
        for place in between(self.text.places, sentence.first, sentence.last):
            before = self.text.lower[place.first - 1] if place.first > sentence.first else ""
            if before in where and place.forms & {"name", "capital", "place"}:
                return place.country
        return None

    def _spoken_of(self, sentence: Sentence) -> str | None:
        belligerents = self.text.pack.words("people", "belligerents", "countries")
        for place in backwards(self.text.places, sentence.last):
            if place.country not in belligerents:
                return place.country
        return None

    # -- who takes part -----------------------------------------------------------------------

    def _here_mentioned(self, act: _Act) -> list[Mention]:
        found = self.attribution.speakers.doers(act.sentence)
        if act.rule.get("subject") == "publisher":
            return found
        return [mention for mention in found if mention.entity.kind != "media"]

    def _subject(self, act: _Act) -> Entity | None:
        before = [
            mention
            for mention in self._here_mentioned(act)
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

    def _participants(self, act: _Act) -> Iterator[Participant]:
        rule = act.rule
        seen: set[str] = set()
        for mention in self._here_mentioned(act):
            entity = mention.entity
            if entity.key in seen or mention.is_generic:
                continue
            role = self._role(act, mention)
            if role is not None:
                seen.add(entity.key)
                yield Participant(entity.name, role)
        for state_name in self._states_addressed(act, seen):
            yield Participant(state_name, rule["object"])
        if "default_subject" in rule:
            state = self.text.registry.state(rule["default_subject"])
            if state is not None:
                yield Participant(state.name, rule["subject"])
        elif not seen and rule.get("subject"):
            subject = self._subject(act)
            if subject is None and act.doer is not None and act.doer.last == act.mark.first:
                doer = self.text.registry.state(act.doer.country)
                if doer is not None:
                    yield Participant(doer.name, rule["subject"])
            if subject is not None and subject.kind != "media":
                yield Participant(subject.name, rule["subject"])

    def _role(self, act: _Act, mention: Mention) -> str | None:
        """Return the role of somebody named in the sentence of an event; None if there is none."""
        rule, entity = act.rule, mention.entity
        is_subject = mention.first < act.mark.first
        role: str | None = rule.get("subject") if is_subject else rule.get("object")
        if "courts" in rule:
            role = self._role_in_court(entity, rule)
        if is_subject and entity.is_person and self._is_passive(act.mark):
            role = rule.get("object", "affected")
        if act.event_type == "arrest":
            role = "accused" if entity.is_person else "authority"
        if act.event_type == "leadership_change" and entity.is_person and is_subject:
            role = "initiator" if _takes_object(act, self.text) else "affected"
        if self._speaks(act.sentence, entity):
            if rule.get("subject") not in OWN_WORDS and (
                entity.is_person or "default_subject" in rule
            ):
                role = "speaker"
            elif role == "participant" and entity.is_person:
                role = None
        return role

    def _role_in_court(self, entity: Entity, rule: dict[str, Any]) -> str | None:
        courts = self.text.pack.words("events", "courts", "words")
        if any(word in entity.name for word in courts) or entity.kind in ("agency", "ministry"):
            return str(rule["courts"])
        return str(rule["subject"]) if entity.is_person else None

    def _is_passive(self, mark: Mark) -> bool:
        passive = self.text.pack.words("attribution", "speech", "passive")
        return self.text.lower[mark.first - 1] in passive

    def _speaks(self, sentence: Sentence, entity: Entity) -> bool:
        return any(
            frame.voice.speaker is entity for frame in self.attribution.frames[sentence.index]
        )

    def _states_addressed(self, act: _Act, seen: set[str]) -> Iterator[str]:
        """Yield states that are asked, met or accused, though they do nothing themselves."""
        if act.rule.get("object") not in ADDRESSED:
            return
        towards = self.text.pack.words("events", "places", "towards")
        belligerents = self.text.pack.words("people", "belligerents", "countries")
        is_accused = act.rule["object"] == "accused"
        for place in between(self.text.places, act.sentence.first, act.sentence.last):
            if place.first in self.named or not place.forms & {"name", "capital"}:
                continue
            before = self.text.lower[place.first - 1] if place.first else ""
            is_object = 0 <= place.first - act.mark.last <= ADDRESS_REACH and before in towards
            state = self.text.registry.state(place.country)
            if state is None or state.actor_id in seen:
                continue
            if is_object or (is_accused and place.country in belligerents):
                seen.add(state.actor_id)
                yield state.name

    # -- numbers that somebody states ---------------------------------------------------------

    def _statements(self) -> Iterator[Event]:
        """Yield one event for each speaker and day on which figures are stated."""
        publishing = self.text.pack.words("events", "speakers", "publishing")
        units = self.text.pack.words("events", "speakers", "units")
        relaying = self.text.pack.words("events", "speakers", "relaying")
        courts = self.text.pack.words("events", "courts", "words")
        seen: set[tuple[str | None, str]] = set()
        for found in self.figures:
            voice, sentence = found.voice, found.count.sentence
            date = self.sayings.said_on[sentence.index]
            key = (voice.claimant, date or "")
            if sentence.is_heading or voice.claimant is None or date is None or key in seen:
                continue
            if found.figure.unit not in units or len(date) < len("2026-01"):
                continue
            if voice.speaker is not None and voice.speaker.kind in relaying:
                continue
            told = self._told_in(sentence, date, voice)
            if told is None or any(word in voice.claimant for word in courts):
                continue
            seen.add(key)
            speaker = voice.speaker
            is_published = speaker is not None and speaker.kind in publishing
            participants = [Participant(voice.claimant, "publisher" if is_published else "speaker")]
            if voice.relayed_by and not is_published:
                participants.append(Participant(voice.relayed_by, "publisher"))
            yield Event(
                event_type="report_published" if is_published else "figures_stated",
                status="completed",
                date=date,
                place=_where(speaker, self.text),
                participants=tuple(participants),
                quote_span=told.span,
            )

    def _told_in(self, sentence: Sentence, date: str, voice: Voice) -> Sentence | None:
        """Return the sentence that tells the day of the saying, here or before."""
        for index in range(sentence.index, max(-1, sentence.index - LOOK_BACK), -1):
            if self.sayings.said_here[index] == date and any(
                frame.voice.claimant == voice.claimant for frame in self.attribution.frames[index]
            ):
                return self.text.sentences[index]
        return None


ADDRESSED = frozenset({"participant", "authority", "accused"})
ADDRESS_REACH = 5
"""Tokens between a verb and the state that it is addressed to."""
OWN_WORDS = frozenset({"speaker", "publisher", "participant", "authority", None})
"""Roles of the subject in types that people do by speaking, or beside it."""
CASES = frozenset({"arrest", "charge_filed", "conviction", "conviction_overturned", "deportation"})
SAYINGS = frozenset({"report_published", "parliamentary_answer", "death_confirmed"})
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
    """Keep one event of a type in a sentence; and in the article, where day and doers agree.

    Nameless cases before courts are told apart by their sentences alone.
    """
    kept: dict[tuple[object, ...], Event] = {}
    for event in events:
        kept.setdefault((event.event_type, event.quote_span), event)
    named = {
        (event.event_type, event.date): event.quote_span
        for event in kept.values()
        if event.participants
    }
    distinct: dict[tuple[object, ...], Event] = {}
    for event in kept.values():
        later = named.get((event.event_type, event.date), event.quote_span)
        if not event.participants and later > event.quote_span:
            continue  # the lead tells without names what the body tells with them
        apart = event.quote_span if event.event_type in CASES and not event.participants else None
        distinct.setdefault((event.event_type, event.date, event.participants, apart), event)
    return list(distinct.values())
