"""Whose a verb of saying is: the speaker before it, after it, or in the sentence before."""

from __future__ import annotations

from muster.extraction.marks import Mark, Sentence, Text
from muster.extraction.speakers import Speaker, Speakers

SUBJECT_REACH = 28
"""Tokens between a subject and its verb, appositions included."""
OBJECT_REACH = 9
"""Tokens between "said" or "according to" and the name that follows."""
STATE_REACH = 3
"""Tokens between a state and its verb; farther off it is a place."""
KEEPERS = frozenset({"media", "project", "ngo"})
"""Kinds of actor that "have" a number when they have counted it."""
INVERTED_REACH = 3
"""Tokens between "said" and who said it, after what was said."""


class Subjects:
    """Finds the speakers of the verbs of saying of one article."""

    def __init__(self, text: Text, speakers: Speakers) -> None:
        self.text = text
        self.pack = text.pack
        self.speakers = speakers
        mentions = speakers.mentions
        self.name_quotes = {m.first - 1 for m in mentions} | {m.last for m in mentions}
        """Tokens at the edges of names: quotation marks there are a part of the name."""

    def of(self, sentence: Sentence, verb: Mark) -> Speaker | None:
        """Return who says it: after "according to" the next, else the subject of the verb."""
        if verb.label[-1] in ("sources", "received"):
            return self._after(sentence, verb)
        if verb.label[-1] == "holding":
            return self._paper(sentence, verb)
        return (
            self._inverted(sentence, verb)
            or self._subject(sentence, verb)
            or self._doer_before(sentence, verb)
        )

    def _paper(self, sentence: Sentence, verb: Mark) -> Speaker | None:
        """Read "a cable has 1,000 of them": papers and who keeps lists tell by what they hold."""
        if verb.last not in self.text.numbers:
            return None
        begin = self._clause_start(sentence, verb.first)
        papers = self.pack.words("attribution", "speech", "papers")
        for speaker in reversed(self.speakers.of(sentence)):
            is_near = begin <= speaker[1] and 0 <= verb.first - speaker[2] <= SUBJECT_REACH
            if is_near and self.text.lower[speaker[2] - 1] in papers:
                return speaker
        found = self._subject(sentence, verb)
        entity = found[0].speaker if found is not None else None
        return found if entity is not None and entity.kind in KEEPERS else None

    def _inverted(self, sentence: Sentence, verb: Mark) -> Speaker | None:
        """Read "…, said Oleh Ivashchenko"."""
        before = self.text.tokens[verb.first - 1] if verb.first > sentence.first else ","
        following = self.text.lower[verb.last] if verb.last < sentence.last else ""
        objects = self.pack.words("names", "acting", "not_after")
        articles = {word.lower() for word in self.pack.words("names", "links", "articles")}
        is_quote = before == '"' and verb.first - 1 not in self.name_quotes
        if not (is_quote or before in (",", "—", "–", "-")) or following in objects - articles:
            return None
        words = " ".join(self.text.lower[verb.first : verb.last])
        if words in self.pack.words("attribution", "speech", "to_somebody"):
            return None  # who is told does not speak
        if any(
            mention.last == verb.first - 1 for mention in self.speakers.by_sentence[sentence.index]
        ):
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
        for mention in self.speakers.by_sentence[before.index]:
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
                and index not in self.name_quotes
            ):
                return index + 1
        return sentence.first
