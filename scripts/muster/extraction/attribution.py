"""Who says what: frames of saying, their speakers, and through whom the article has it.

A frame is a verb of saying or a phrase like "according to" with its speaker. A number belongs to
the nearest frame before it in its sentence, else to the first after it, else to the speaker that
the sentences before it carry on.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, replace

from muster.extraction.marks import Mark, Sentence, Text
from muster.extraction.names import Entity, Mention
from muster.extraction.speakers import SILENT, Speaker, Speakers, Voice

SUBJECT_REACH = 28
"""Tokens between a subject and its verb, appositions included."""
OBJECT_REACH = 9
"""Tokens between "said" or "according to" and the name that follows."""
DOCUMENT_HEAD, ANSWER_HEAD = 2, 12
"""Number of the last paragraph of the head of a document, and of an answer; the first is 0."""
RELAY_REACH = 4
NAME_REACH = 6
"""Tokens between an office and its holder at the head of a paper."""
LONGEST_OPENING = 4
"""Tokens of "out of these"."""
STATE_REACH = 3
"""Tokens between a state and its verb; farther off it is a place."""
INVERTED_REACH = 3
"""Tokens between "said" and who said it, after what was said."""


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
        self.by_sentence = self.speakers.by_sentence
        self._name_quotes = {m.first - 1 for m in mentions} | {m.last for m in mentions}
        self._relays: dict[str | None, tuple[str | None, Sentence]] = {}
        self._read_out: dict[str | None, str] = {}
        self.quoted: list[set[int]] = []
        """For each sentence, the tokens inside quotation marks."""
        self.frames: list[list[Frame]] = []
        self.carried: list[Voice] = []
        """For each sentence, the voice that goes on from before it."""
        self.document = self._document()
        current = self.document
        doing = self._doing()
        paragraph = -1
        for sentence in text.sentences:
            if sentence.paragraph != paragraph and not self._goes_on(sentence):
                current = self.document if sentence.paragraph in doing else current
            paragraph = sentence.paragraph
            self.carried.append(current)
            found = list(self._frames(sentence)) or list(self._possessed(sentence))
            found = self._relayed(sentence, found)
            self.frames.append(found)
            spoken = [frame for frame in found if not frame.is_media] or found
            named = [frame for frame in spoken if frame.voice.speaker is not None]
            if spoken:
                current = (named or spoken)[-1].voice
            elif self._turns(sentence):
                current = self.document

    def _document(self) -> Voice:
        """Return who speaks throughout, where the text is a paper of somebody: a press release."""
        head = [s for s in self.text.sentences if s.paragraph <= ANSWER_HEAD]
        is_answer = any(s.of("attribution", "documents", "answers") for s in head)
        if is_answer and (author := self._answering(head)) is not None:
            return author
        head = [s for s in head if s.paragraph <= DOCUMENT_HEAD]
        if not is_answer and not any(s.of("attribution", "documents", "kinds") for s in head):
            return SILENT
        named = [
            mention.entity
            for sentence in head
            for mention in self.by_sentence[sentence.index]
            if mention.entity.kind in ("ministry", "agency", "state", "person", "ngo")
            and not self._is_house(mention.entity.name)
        ]
        people = [entity for entity in named if entity.is_person and entity.organisation]
        bodies = [entity for entity in named if entity.kind == "ministry"]
        speakers = people[:1] or bodies[:1] or named[:1]
        return self.speakers.voice_of(speakers[0]) if speakers else SILENT

    def _answering(self, head: list[Sentence]) -> Voice | None:
        """Return the minister whom an answer names under its office, before the answer begins."""
        office: Mention | None = None
        for sentence in head:
            for mention in self.by_sentence[sentence.index]:
                body = mention.entity.organisation
                if mention.entity.is_person and body and not self._is_house(body):
                    return self.speakers.voice_of(mention.entity)
                if mention.entity.kind == "ministry" and not self._is_house(mention.entity.name):
                    office = mention
                elif office is not None and mention.entity.is_person:
                    titles = self._titles_between(office, mention)
                    if titles and mention.first - office.last <= NAME_REACH:
                        voice = self.speakers.voice_of(mention.entity)
                        return replace(voice, organisation=office.entity.name)
        return self.speakers.voice_of(office.entity) if office is not None else None

    def _is_house(self, name: str) -> bool:
        """Tell whether a body is a parliament: it is answered, and answers nothing."""
        return bool(self.pack.words("attribution", "documents", "houses") & set(name.split()))

    def _titles_between(self, office: Mention, person: Mention) -> bool:
        """Tell whether a rank stands with an office or between it and a person."""
        titles = {
            mark.first
            for sentence in self.text.sentences
            if sentence.paragraph <= ANSWER_HEAD
            for mark in sentence.of("names", "titles", "words")
        }
        return bool(titles & set(range(max(0, office.first - NAME_REACH), person.first)))

    def voice(self, sentence: Sentence, token: int) -> Voice:
        """Return who asserts what stands at ``token`` of a sentence."""
        frames = self.frames[sentence.index]
        spoken = [frame for frame in frames if not frame.is_media] or frames
        before = [frame for frame in spoken if min(frame.first, frame.verb.first) <= token]
        after = [frame for frame in spoken if min(frame.first, frame.verb.first) > token]
        voice = self.carried[sentence.index]
        if voice.is_silent and not spoken:
            voice = self._told_after(sentence)
        if before and after and self._is_closing(sentence, before[-1], after[-1]):
            voice = after[-1].voice
        elif before:
            voice = self._outermost(before)
        elif after:
            voice = after[0].voice
        media = next((f for f in frames if f.is_media), None)
        if media is not None and not voice.is_silent and voice.speaker is not media.voice.speaker:
            return replace(voice, relayed_by=media.voice.claimant)
        return voice

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
            if other.paragraph == sentence.paragraph:
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
            for label in (("speech", "verbs"), ("speech", "sources"), ("speech", "received"))
            for mark in sentence.of("attribution", *label)
            if mark.first not in quoted
            and not (label[1] == "verbs" and self.text.lower[mark.first - 1] in passive)
            and not any(_holds(other, mark) for other in others)
        ]
        for mark in sorted(marks, key=lambda mark: mark.first):
            is_source = mark.label[-1] == "sources"
            speaker = (
                self._after(sentence, mark)
                if is_source or mark.label[-1] == "received"
                else self._inverted(sentence, mark)
                or self._subject(sentence, mark)
                or self._doer_before(sentence, mark)
            )
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
        """Tell whether a government speaks in a paper of its own minister or ministry."""
        author = self.document.speaker
        return author is not None and entity.kind == "state" and entity.country == author.country

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
        inside, tokens = False, set()
        for index in range(sentence.first, sentence.last):
            if self.text.tokens[index] == '"':
                inside = not inside
            elif inside:
                tokens.add(index)
        return tokens if not inside else set()

    def _inverted(self, sentence: Sentence, verb: Mark) -> Speaker | None:
        """Read "…, said Oleh Ivashchenko"."""
        before = self.text.tokens[verb.first - 1] if verb.first > sentence.first else ","
        following = self.text.lower[verb.last] if verb.last < sentence.last else ""
        objects = self.pack.words("names", "acting", "not_after")
        articles = {word.lower() for word in self.pack.words("names", "links", "articles")}
        is_quote = before == '"' and verb.first - 1 not in self._name_quotes
        if not (is_quote or before in (",", "—", "–", "-")) or following in objects - articles:
            return None
        words = " ".join(self.text.lower[verb.first : verb.last])
        if words in self.pack.words("attribution", "speech", "to_somebody"):
            return None  # who is told does not speak
        if any(mention.last == verb.first - 1 for mention in self.by_sentence[sentence.index]):
            return None  # "the minister, Vijitha Herath, told parliament"
        speaker = self._after(sentence, verb)
        titles = sentence.of("names", "titles", "words")
        is_near = speaker is not None and speaker[1] - verb.last <= INVERTED_REACH
        is_titled = any(0 <= title.first - verb.last <= 1 for title in titles)
        return speaker if is_near or is_titled else None

    def _after(self, sentence: Sentence, verb: Mark) -> Speaker | None:
        nearest: Speaker | None = None
        for voice, first, last in self.speakers.of(sentence):
            is_named = last - first > 1 or self.text.lower[first] not in self.speakers.pronouns
            if (
                is_named
                and verb.last <= first <= verb.last + OBJECT_REACH
                and (nearest is None or first < nearest[1])
            ):
                nearest = (voice, first, last)
        if nearest is None:
            return None
        # "said the head of the agency, X": the person told after the body is who speaks
        titles = sentence.of("names", "titles", "words")
        is_verb = verb.label[-1] == "verbs"
        reach = nearest[2] if is_verb else nearest[1]
        if any(verb.last <= title.first < reach for title in titles):
            for voice, first, last in self.speakers.of(sentence):
                entity = voice.speaker
                gap = first - nearest[2]
                is_apposed = self.text.tokens[first - 1] == "," and is_verb
                is_next = 0 < gap <= (OBJECT_REACH if is_apposed else 1)
                if entity is not None and entity.is_person and is_next:
                    return voice, first, last
        return nearest

    def _subject(self, sentence: Sentence, verb: Mark) -> Speaker | None:
        """Read "X, head of the agency, said": of the clause's names, the person or the first."""
        begin = self._clause_start(sentence, verb.first)
        relative = self.pack.words("periods", "opening", "relative")
        if self.text.lower[verb.first - 1] in relative:
            # "a cable, seen by Reuters, which speaks of 1,000": what stands before it speaks
            near = [i for i in self.speakers.of(sentence) if begin <= i[1] and i[2] < verb.first]
            plain = [i for i in near if (e := i[0].speaker) is None or e.kind != "media"]
            return (plain or near)[-1] if near else None
        objects = self.pack.words("names", "acting", "not_after")
        candidates = [
            item
            for item in self.speakers.of(sentence)
            if begin <= item[1] and item[2] <= verb.first and verb.first - item[2] <= SUBJECT_REACH
        ]
        subjects = [
            item
            for item in candidates
            if item[1] == sentence.first or self._word_before(item[1]) not in objects
        ]
        adjoining = [item for item in subjects if item[2] == verb.first]
        if adjoining:
            return adjoining[-1]
        if len(subjects) > 1:
            subjects = self._after_content(sentence, verb, subjects)
        if self._is_rather_a_noun(verb) and all(item[2] != verb.first for item in candidates):
            return None
        subjects = [
            item
            for item in subjects
            if (entity := item[0].speaker) is None
            or entity.kind != "state"
            or verb.first - item[2] <= STATE_REACH
        ]
        people = [item for item in subjects if (e := item[0].speaker) is not None and e.is_person]
        if people:
            return people[-1]
        if subjects:
            return subjects[0]
        # "the press centre of the committee said": for want of another, the name beside the verb
        beside = [item for item in candidates if item[2] == verb.first]
        return beside[-1] if beside else None

    def _after_content(
        self, sentence: Sentence, verb: Mark, subjects: list[Speaker]
    ) -> list[Speaker]:
        """Keep those after the last comma of "12 men are held in Kenya, an aide to X said"."""
        comma = max(
            (i for i in range(sentence.first, verb.first) if self.text.tokens[i] in (",", '"')),
            default=sentence.first,
        )
        return [item for item in subjects if item[1] > comma] or subjects

    def _doer_before(self, sentence: Sentence, verb: Mark) -> Speaker | None:
        """Take the body of the sentence before for "its trafficking cell believed"."""
        if self._is_rather_a_noun(verb) or sentence.index == 0:
            return None
        before = self.text.sentences[sentence.index - 1]
        possessives = self.pack.words("attribution", "carried", "possessives")
        begin = self._clause_start(sentence, verb.first)
        words = self.text.lower[begin : verb.first]
        if before.paragraph != sentence.paragraph or not possessives & set(words):
            return None
        for mention in self.by_sentence[before.index]:
            if not mention.is_generic and mention.entity.kind not in ("media", "state"):
                return self.speakers.voice_of(mention.entity), verb.first, verb.first
        return None

    def _is_rather_a_noun(self, verb: Mark) -> bool:
        word = " ".join(self.text.lower[verb.first : verb.last])
        return word in self.pack.words("attribution", "speech", "nouns_too")

    def _word_before(self, token: int) -> str:
        articles = self.pack.words("names", "links", "articles")
        index = token - 1
        while index >= 0 and self.text.tokens[index] in articles:
            index -= 1
        return self.text.lower[index] if index >= 0 else ""

    def _clause_start(self, sentence: Sentence, token: int) -> int:
        """Return where the clause begins that runs up to ``token``."""
        for index in range(token - 1, sentence.first, -1):
            if self.text.tokens[index] in (";", ":", "—") or (
                self.text.tokens[index] == '"'
                and index > sentence.first + 1
                and index not in self._name_quotes
            ):
                return index + 1
        return sentence.first

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
        }

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
        starts = [doer.first for doer in doers] + [
            mark.first
            for role in ("police", "prosecution")
            for mark in sentence.of("attribution", "nameless", role)
        ]
        return bool(starts) and min(starts) - sentence.first <= RELAY_REACH


def _holds(outer: Mark, inner: Mark) -> bool:
    """Tell whether a phrase holds another: the "put" of "put their names to"."""
    return outer.first <= inner.first and inner.last <= outer.last
