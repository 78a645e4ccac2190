"""Whose paper a text is: a press release, a communiqué, an answer to parliament."""

from __future__ import annotations

from dataclasses import replace

from muster.extraction.marks import Sentence, Text
from muster.extraction.names import Mention
from muster.extraction.speakers import SILENT, Speakers, Voice

DOCUMENT_HEAD, ANSWER_HEAD = 2, 12
"""Number of the last paragraph of the head of a document, and of an answer; the first is 0."""
NAME_REACH = 6
"""Tokens between an office and its holder at the head of a paper."""


class Papers:
    """Finds the author of one article that is itself somebody's paper."""

    def __init__(self, text: Text, speakers: Speakers) -> None:
        self.text = text
        self.pack = text.pack
        self.speakers = speakers

    def author(self) -> Voice:
        """Return who speaks throughout; nobody where the text is no paper of somebody."""
        head = [s for s in self.text.sentences if s.paragraph <= ANSWER_HEAD]
        is_answer = any(s.of("attribution", "documents", "answers") for s in head)
        if is_answer:
            author = self._answering(self._after_question(head)) or self._answering(head)
            if author is not None:
                return author
        head = [s for s in head if s.paragraph <= DOCUMENT_HEAD]
        if not is_answer and not any(s.of("attribution", "documents", "kinds") for s in head):
            return SILENT
        named = [
            mention.entity
            for sentence in head
            for mention in self.speakers.by_sentence[sentence.index]
            if mention.entity.kind in ("ministry", "agency", "state", "person", "ngo")
            and not self._is_house(mention.entity.name)
        ]
        people = [entity for entity in named if entity.is_person and entity.organisation]
        bodies = [entity for entity in named if entity.kind == "ministry"]
        speakers = people[:1] or bodies[:1] or named[:1]
        return self.speakers.voice_of(speakers[0]) if speakers else SILENT

    def _after_question(self, head: list[Sentence]) -> list[Sentence]:
        """Return the head of the answer itself: who asks, before it, does not answer."""
        asking = [s.paragraph for s in head if s.of("attribution", "documents", "asking")]
        if not asking:
            return head
        begin = asking[-1] + 1
        return [s for s in self.text.sentences if begin <= s.paragraph <= begin + ANSWER_HEAD]

    def _answering(self, head: list[Sentence]) -> Voice | None:
        """Return the minister whom an answer names under its office, before the answer begins."""
        office: Mention | None = None
        for sentence in head:
            for mention in self.speakers.by_sentence[sentence.index]:
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
