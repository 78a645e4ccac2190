"""Who says what: frames of saying, their speakers, and through whom the article has it.

A frame is a verb of saying or a phrase like "according to" with its speaker. A number belongs to
the nearest frame before it in its sentence, else to the first after it, else to the speaker that
the sentences before it carry on.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from muster.extraction.marks import Mark, Sentence, Text
from muster.extraction.names import Entity, Mention
from muster.extraction.papers import Papers
from muster.extraction.speakers import SILENT, Speakers, Voice
from muster.extraction.subjects import Subjects

SAYING = frozenset({"verbs", "sources", "received", "holding"})
"""Lists of the pack's words of speech that open a frame."""
RELAY_REACH = 4
LONGEST_OPENING = 4
"""Tokens of "out of these"."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of saying in a sentence; tokens of the verb, and of the speaker."""

    voice: Voice
    verb: Mark
    first: int
    last: int
    is_media: bool
    is_source: bool
    """Whether it is "according to X", not "X said"."""


class Attribution:
    """The speakers of one article, sentence by sentence."""

    def __init__(self, text: Text, mentions: list[Mention]) -> None:
        self.text = text
        self.pack = text.pack
        self.mentions = mentions
        self.speakers = Speakers(text, mentions)
        self.subjects = Subjects(text, self.speakers)
        self.by_sentence = self.speakers.by_sentence
        self._relays: dict[str | None, tuple[str | None, Sentence]] = {}
        self._read_out: dict[str | None, str] = {}
        self.quoted: list[set[int]] = []
        """For each sentence, the tokens inside quotation marks."""
        self.frames: list[list[Frame]] = []
        self.carried: list[Voice] = []
        """For each sentence, the voice that goes on from before it."""
        self._taken_over: set[int] = set()
        """Sentences whose voice goes on from another paragraph, with nobody named to take over."""
        self._forces: dict[int, list[int]] = defaultdict(list)
        """Where sentences tell of police and prosecutors without a name, as tokens."""
        for role in ("police", "prosecution"):
            for mark in text.of("attribution", "nameless", role):
                if (sentence := text.sentence_at(text.starts[mark.first])) is not None:
                    self._forces[sentence.index].append(mark.first)
        self.document = Papers(text, self.speakers).author()
        current = self.document
        doing = self._doing()
        paragraph, is_from_before = -1, False
        for sentence in text.sentences:
            if sentence.paragraph != paragraph and not self._goes_on(sentence):
                current = self.document if sentence.paragraph in doing else current
                is_from_before = True
            paragraph = sentence.paragraph
            self.carried.append(current)
            if is_from_before:
                self._taken_over.add(sentence.index)
            found = [*self._frames(sentence), *self._own(sentence)]
            found = found or list(self._before_colon(sentence))
            found = found or list(self._possessed(sentence))
            found = self._relayed(sentence, found)
            self.frames.append(found)
            spoken = [frame for frame in found if not frame.is_media] or found
            named = [frame for frame in spoken if frame.voice.speaker is not None]
            if spoken:
                is_from_before = False
                current = (named or spoken)[-1].voice
            elif self._turns(sentence):
                current = self.document

    def voice(self, sentence: Sentence, token: int, *, goes_on: bool = False) -> Voice:
        """Return who asserts what stands at ``token`` of a sentence.

        ``goes_on`` tells that it goes on with what was said in an earlier paragraph.
        """
        frames = self.frames[sentence.index]
        spoken = [frame for frame in frames if not frame.is_media] or frames
        before = [frame for frame in spoken if min(frame.first, frame.verb.first) <= token]
        after = [frame for frame in spoken if min(frame.first, frame.verb.first) > token]
        is_over = sentence.index in self._taken_over and not goes_on
        voice = self.document if is_over else self.carried[sentence.index]
        if voice.is_silent and not spoken:
            voice = self._told_after(sentence)
        if (source := self._source_of_number(sentence, token, after)) is not None:
            voice = source
        elif before and after and self._is_closing(sentence, before[-1], after[-1]):
            voice = after[-1].voice
        elif before:
            voice = self._outermost(before)
        elif after:
            voice = after[0].voice
        media = next((f for f in frames if f.is_media), None)
        if media is not None and not voice.is_silent and voice.speaker is not media.voice.speaker:
            return replace(voice, relayed_by=media.voice.claimant)
        return voice

    def _source_of_number(self, sentence: Sentence, token: int, after: list[Frame]) -> Voice | None:
        """Return who gave a number by which another argues: "200 died, a figure that Kyiv gave"."""
        for mark in sentence.of("attribution", "speech", "figures"):
            if mark.first > token and self.text.tokens[mark.first - 1] in (",", "—", "–", "-", "("):
                return next((f.voice for f in after if f.first >= mark.last - 1), None)
        return None

    def _is_closing(self, sentence: Sentence, inner: Frame, outer: Frame) -> bool:
        """Tell whether a person tells all before: "Togo has confirmed 12 deaths, X said"."""
        speaker, by = outer.voice.speaker, inner.voice.speaker
        if speaker is None or not speaker.is_person or outer.is_source or inner.is_source:
            return False
        if by is None or by.is_person or outer.last > outer.verb.first:
            return False
        after = range(outer.verb.last, sentence.last)
        commas = [i for i in range(inner.verb.last, outer.first) if self.text.tokens[i] == ","]
        contrast = self.pack.words("attribution", "speech", "contrast")
        is_apart = bool(commas) and self.text.lower[commas[-1] + 1] not in contrast
        return is_apart and not self.text.numbers & set(after)

    @staticmethod
    def _outermost(frames: list[Frame]) -> Voice:
        """Return the last speaker, or who tells it for that body: "X said the ministry knows"."""
        last = frames[-1].voice
        for frame in reversed(frames[:-1]):
            speaker = frame.voice.speaker
            is_its = frame.voice.organisation == last.claimant
            if speaker is not None and speaker.is_person and is_its:
                return frame.voice
        return last

    def _told_after(self, sentence: Sentence) -> Voice:
        """Return the speaker whom the next sentence names for this one: "…, the project noted"."""
        for other in self.text.sentences[sentence.index + 1 : sentence.index + 2]:
            has_numbers = self.text.numbers & set(range(other.first, other.last))
            if other.paragraph == sentence.paragraph and not has_numbers:
                for frame in self.frames[other.index]:
                    is_opening = frame.is_source and frame.verb.first == other.first
                    is_closing = max(frame.last, frame.verb.last) >= other.last - 1
                    if is_opening or is_closing:
                        return frame.voice
        return SILENT

    def _frames(self, sentence: Sentence) -> Iterator[Frame]:
        quoted = self._quoted(sentence)
        self.quoted.append(quoted)
        passive = self.pack.words("attribution", "speech", "passive")
        others = sentence.of("attribution", "speech", "not_saying")
        marks = [
            mark
            for mark in sentence.under("attribution", "speech")
            if mark.label[2] in SAYING
            and mark.first not in quoted
            and not (mark.label[2] == "verbs" and self.text.lower[mark.first - 1] in passive)
            and not any(_holds(other, mark) for other in others)
        ]
        for mark in marks:
            is_source = mark.label[-1] == "sources"
            speaker = self.subjects.of(sentence, mark)
            if speaker is None:
                continue
            voice, first, last = speaker
            if self.text.lower[first - 1] in self.pack.words("attribution", "speech", "contents"):
                continue  # "far from what Nairobi announces"
            entity = voice.speaker
            if entity is None:
                self.speakers.nameless.append((voice, first))
            else:
                insort(self.speakers.spoken, Mention(entity, first, last), key=lambda m: m.first)
            is_media = entity is not None and entity.kind == "media"
            if entity is not None and entity.is_person:
                voice = self._reading_out(sentence, voice)
            elif entity is not None and self._is_of_document(entity):
                voice = self.document
            yield Frame(voice, mark, first, last, is_media, is_source)

    def _is_of_document(self, entity: Entity) -> bool:
        """Tell whether a body speaks in its own paper, or a government in its minister's."""
        author = self.document.speaker
        is_own_state = author is not None and (
            entity.kind == "state" and entity.country == author.country
        )
        return is_own_state or entity.name == self.document.organisation

    def _possessed(self, sentence: Sentence) -> Iterator[Frame]:
        """Read "by the ministry's count"."""
        possessed = self.pack.words("attribution", "speech", "possessed")
        for mention in self.by_sentence[sentence.index]:
            following = self.text.lower[mention.last : mention.last + 4]
            if following[:1] == ["'"] and possessed & set(following[1:]) and not mention.is_generic:
                mark = Mark(("attribution", "speech", "sources"), mention.first, mention.last)
                is_media = mention.entity.kind == "media"
                voice = self.speakers.voice_of(mention.entity)
                yield Frame(voice, mark, mention.first, mention.last, is_media, is_source=True)

    def _before_colon(self, sentence: Sentence) -> Iterator[Frame]:
        """Read "Andrii Sybiha: 1,436 Africans are serving": who stands before a colon speaks."""
        for mention in self.by_sentence[sentence.index]:
            is_opening = mention.first - sentence.first <= LONGEST_OPENING
            is_speaker = not mention.is_generic and mention.entity.kind != "state"
            if self.text.tokens[mention.last : mention.last + 1] == [":"] and (
                is_opening and is_speaker and mention.last + 1 < sentence.last
            ):
                colon = Mark(("attribution", "speech", "verbs"), mention.last, mention.last + 1)
                voice = self.speakers.voice_of(mention.entity)
                is_media = mention.entity.kind == "media"
                yield Frame(voice, colon, mention.first, mention.last, is_media, is_source=False)

    def _own(self, sentence: Sentence) -> Iterator[Frame]:
        """Read "we counted" outside quotations: the outlet tells what it found itself."""
        outlet = self.text.article.outlet
        if outlet is None or not self.document.is_silent:
            return
        for mark in sentence.of("attribution", "speech", "own"):
            if mark.first not in self.quoted[sentence.index]:
                voice = Voice(outlet, outlet)
                yield Frame(voice, mark, mark.first, mark.last, is_media=False, is_source=True)

    def _reading_out(self, sentence: Sentence, voice: Voice) -> Voice:
        """Let who reads out a body's report speak for that body."""
        reports = self.pack.words("attribution", "speech", "reports")
        for mention in self.by_sentence[sentence.index]:
            following = self.text.lower[mention.last] if mention.last < sentence.last else ""
            if following in reports and not mention.entity.is_person:
                self._read_out[voice.claimant] = mention.entity.name
            for mark in sentence.of("attribution", "speech", "briefed"):
                if 0 <= mention.first - mark.last <= 1 and mention.entity.kind == "agency":
                    self._read_out[voice.claimant] = mention.entity.name
        return replace(voice, organisation=self._read_out.get(voice.claimant, voice.organisation))

    def _quoted(self, sentence: Sentence) -> set[int]:
        """Return the tokens inside quotation marks; a quotation may go on over sentences."""
        inside = False
        tokens: set[int] = set()
        words = self.text.tokens[sentence.first : sentence.last]
        if '"' not in words:
            return tokens
        for index, word in enumerate(words, sentence.first):
            if word == '"':
                inside = not inside
            elif inside:
                tokens.add(index)
        return tokens if not inside else set()

    def _relayed(self, sentence: Sentence, frames: list[Frame]) -> list[Frame]:
        """Give the frames the outlet or body through which the article has what they say."""
        relaying = self.pack.words("attribution", "speech", "relaying")
        sources = [frame for frame in frames if frame.is_source and not frame.is_media]
        kept = []
        for frame in frames:
            verb = " ".join(self.text.lower[frame.verb.first : frame.verb.last])
            if verb in relaying and any(source is not frame for source in sources):
                self._relays[sources[0].voice.claimant] = (frame.voice.claimant, sentence)
            else:
                kept.append(frame)
        outlets = [m for m in self.by_sentence[sentence.index] if m.entity.kind == "media"]
        through = sentence.of("attribution", "speech", "through")
        for mention in outlets:
            is_through = any(-1 <= mention.first - mark.last <= RELAY_REACH for mark in through)
            if is_through or any(f.is_media and f.first == mention.first for f in frames):
                name = self.speakers.voice_of(mention.entity).claimant
                for frame in kept:
                    self._relays[frame.voice.claimant] = (name, sentence)
                break
        return [
            frame if frame.is_media else replace(frame, voice=self._through(frame.voice, sentence))
            for frame in kept
        ]

    def _through(self, voice: Voice, sentence: Sentence) -> Voice:
        """Put in the relay through which a speaker was quoted here or shortly before."""
        name, where = self._relays.get(voice.claimant, (None, sentence))
        is_near = sentence.paragraph - where.paragraph <= 1
        return replace(voice, relayed_by=name) if is_near and name != voice.claimant else voice

    def _doing(self) -> set[int]:
        """Return the paragraphs that name anybody who acts, so that they are no mere going on."""
        belligerents = self.pack.words("people", "belligerents", "countries")
        return {
            sentence.paragraph
            for sentence in self.text.sentences
            for mention in self.by_sentence[sentence.index]
            if not mention.is_generic
            and (mention.entity.kind != "state" or mention.entity.country in belligerents)
        } | {self.text.sentences[index].paragraph for index in self._forces}

    def _goes_on(self, sentence: Sentence) -> bool:
        openings = self.pack.words("text", "anaphora", "openings")
        words = self.text.lower[sentence.first : sentence.first + LONGEST_OPENING]
        return any(" ".join(words[:size]) in openings for size in range(1, len(words) + 1))

    def _turns(self, sentence: Sentence) -> bool:
        """Tell whether a sentence without a frame turns to other doers than the speaker."""
        doers = [
            mention
            for mention in self.by_sentence[sentence.index]
            if not mention.is_generic and mention.entity.kind != "state"
        ]
        starts = [*(doer.first for doer in doers), *self._forces.get(sentence.index, ())]
        return bool(starts) and min(starts) - sentence.first <= RELAY_REACH


def _holds(outer: Mark, inner: Mark) -> bool:
    """Tell whether a phrase holds another: the "put" of "put their names to"."""
    return outer.first <= inner.first and inner.last <= outer.last
