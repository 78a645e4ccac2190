"""On which day something was said: the date of the verb of saying, carried on with the speaker."""

from __future__ import annotations

from muster.extraction.attribution import Attribution, Frame
from muster.extraction.dated import BOUNDING, SINCE, Dated, dated, plain
from muster.extraction.marks import LOOK_BACK, Sentence, Text

SAYING_REACH = 10
"""Tokens between a verb of saying and its date."""
OPENING = 3
"""Tokens before a date that still opens a sentence."""
OPENING_REACH = 30
"""Tokens between a date that opens a sentence and the verb of saying."""


class Sayings:
    """The dates of one article, and the days on which its speakers said what they say."""

    def __init__(self, text: Text, attribution: Attribution) -> None:
        self.text = text
        self.attribution = attribution
        self.by_sentence = dated(text)
        """The dates of each sentence."""
        self.published_on = self._day_of_paper() or text.article.published_on
        """The day of publication, or that of the paper which the article is."""
        self.saying: list[Dated | None] = []
        """For each sentence, the date on which its speaker said it, told there."""
        self.said_here: list[str | None] = []
        """For each sentence, the day of a saying told there, "that day" resolved."""
        self.said_on: list[str | None] = []
        """The same, carried on while the speaker goes on."""
        current: str | None = None
        last_said: dict[str, str] = {}
        for sentence in text.sentences:
            told = self._saying(sentence)
            self.saying.append(told)
            speakers = [
                frame.voice.claimant
                for frame in attribution.frames[sentence.index]
                if frame.voice.claimant is not None
            ]
            here = plain(told.edtf) if told is not None else None
            if here is not None and self.is_told_back(sentence):
                self.said_here.append(here)
                self.said_on.append(here)
                continue
            if here is None and speakers and sentence.of("periods", "then", "phrases"):
                here = self.last_date(sentence)
            self.said_here.append(here)
            if here is not None:
                current = here
                last_said.update(dict.fromkeys(speakers, current))
            elif speakers:
                current = last_said.get(speakers[-1])
            elif attribution.carried[sentence.index].is_silent:
                current = None
            self.said_on.append(current)

    def is_told_back(self, sentence: Sentence) -> bool:
        """Tell whether a saying is an earlier one, "had said on 7 May": its day does not go on."""
        earlier = self.text.pack.words("periods", "opening", "earlier")
        return any(
            self.text.lower[frame.verb.first] in earlier
            or self.text.lower[frame.verb.first - 1] in earlier
            for frame in self.attribution.frames[sentence.index]
        )

    def is_past(self, sentence: Sentence) -> bool:
        """Tell whether a sentence dates its count by itself: others do not share that day."""
        saying = self.saying[sentence.index]
        return any(
            date.mention.kind not in SINCE and date is not saying
            for date in self.by_sentence[sentence.index]
        )

    def tokens(self) -> set[int]:
        """Return the tokens that belong to dates."""
        return {
            token
            for told in self.by_sentence
            for date in told
            for token in range(date.first, date.last)
        }

    def last_date(self, sentence: Sentence) -> str | None:
        """Return the date told last before a sentence, for "that day"."""
        for index in range(sentence.index - 1, max(-1, sentence.index - LOOK_BACK), -1):
            if self.by_sentence[index]:
                date = self.saying[index] or self.by_sentence[index][-1]
                return plain(date.edtf)
        return None

    def of_paragraph(self, sentence: Sentence, *, with_earlier: bool = True) -> str | None:
        """Return the one date that the sentences before in a paragraph tell.

        Args:
            sentence: the sentence without a date.
            with_earlier: whether the day of an earlier saying, "had said on 7 May", counts too.
        """
        dates: list[Dated] = []
        for index in range(sentence.index - 1, max(-1, sentence.index - LOOK_BACK), -1):
            other = self.text.sentences[index]
            if other.paragraph != sentence.paragraph:
                break
            is_left_out = not with_earlier and (
                self.is_told_back(other) or self._is_anothers(sentence, other)
            )
            if not is_left_out:
                told = self.by_sentence[other.index]
                dates += [date for date in told if date.mention.kind not in SINCE]
        return plain(dates[0].edtf) if len(dates) == 1 else None

    def _day_of_paper(self) -> str | None:
        """Return the one day that the head or the foot of somebody's paper bears."""
        if self.attribution.document.is_silent:
            return None
        days = {
            date.edtf
            for sentence in self.text.sentences
            if sentence.is_heading or sentence.under("attribution", "documents")
            for date in self.by_sentence[sentence.index]
            if len(date.edtf) == len("2026-01-10") and date.mention.kind not in BOUNDING
        }
        return days.pop() if len(days) == 1 else None

    def _is_anothers(self, sentence: Sentence, other: Sentence) -> bool:
        """Tell whether the day of a sentence is that of another speaker's saying."""
        here, there = (
            {frame.voice.claimant for frame in self.attribution.frames[index]}
            for index in (sentence.index, other.index)
        )
        is_relayed = any(
            f.is_media or f.voice.relayed_by for f in self.attribution.frames[other.index]
        )
        is_other = bool(here) and not here & there and not is_relayed
        return is_other and self.saying[other.index] is not None

    def _saying(self, sentence: Sentence) -> Dated | None:
        """Return the date that belongs to the verb of saying, not to what is said."""
        frames = self.attribution.frames[sentence.index]
        dates = self.by_sentence[sentence.index]
        opening = [date for date in dates[:1] if date.first - sentence.first <= OPENING]
        years = opening if len(dates) > 1 else []  # "Last year it counted 12 killed in May 2023"
        told = [
            date
            for date in dates
            if date.mention.kind not in BOUNDING
            and (len(date.edtf) > len("2026") or date in years or self._is_ago(date))
        ]  # nobody else is said to speak in a whole year
        for date in told:
            for mark in sentence.of("periods", "papers", "phrases"):
                if -1 <= date.first - mark.last <= 1:
                    return date
        for date in dates:
            is_free = date.mention.kind not in BOUNDING
            if self._is_beside_paper(sentence, date) or (
                is_free and self._is_of_paper(sentence, date)
            ):
                return date
            if self._is_beside_paper(sentence, date):
                return date
        for date in opening:
            if date in told and self._is_heard(sentence, date):
                return date
        best: tuple[int, Dated] | None = None
        for frame in frames:
            for date in told:
                gap = self._saying_gap(sentence, frame, date)
                if gap is not None and (best is None or gap < best[0]):
                    best = (gap, date)
        return best[1] if best else None

    def _is_of_paper(self, sentence: Sentence, date: Dated) -> bool:
        """Tell whether a paper is named after its date: "its 2024 report", "May's updated list"."""
        nouns = sentence.of("periods", "papers", "nouns")
        articles = self.text.pack.words("names", "links", "articles")
        is_next = self.text.lower[date.last : date.last + 1]
        reach = 0 if articles.intersection(is_next) else 1
        return any(0 <= mark.first - date.last <= reach for mark in nouns)

    def _is_beside_paper(self, sentence: Sentence, date: Dated) -> bool:
        """Tell whether a date stands in commas beside a paper: "the count, from November,"."""
        commas = self.text.tokens[date.first - 1], *self.text.tokens[date.last : date.last + 1]
        nouns = sentence.of("periods", "papers", "nouns")
        return commas == (",", ",") and any(mark.last == date.first - 1 for mark in nouns)

    def _is_heard(self, sentence: Sentence, date: Dated) -> bool:
        """Tell whether it opens "On 15 May parliament heard that": what is heard follows."""
        return any(
            date.last <= mark.first <= date.last + SAYING_REACH
            and not self.text.numbers & set(range(date.last, mark.first))
            for mark in sentence.of("periods", "papers", "hearing")
        )

    def _is_ago(self, date: Dated) -> bool:
        """Tell whether a date looks back, "two years ago": that is when it was said."""
        return self.text.lower[date.last - 1] in self.text.pack.words("periods", "opening", "ago")

    def _saying_gap(self, sentence: Sentence, frame: Frame, date: Dated) -> int | None:
        """Return how far a date is from the saying; None if it tells of something else."""
        relative = self.text.pack.words("periods", "opening", "relative")
        start, end = min(frame.first, frame.verb.first), max(frame.last, frame.verb.last)
        if date.first >= end:
            gap = date.first - end
            between = self.text.lower[end : date.first]
            is_content = any(word in relative or word == "," for word in between)
            is_content = is_content or bool(self.text.numbers & set(range(end, date.first)))
            return gap if gap <= SAYING_REACH and not is_content else None
        if frame.is_source:
            return None
        if self.text.numbers & set(range(date.last, max(start, frame.verb.first))):
            return None
        if date.last > start:
            return 1
        if self.text.numbers & set(range(sentence.first, date.first)):
            return None  # "15 men were recruited in July, the presidency said"
        # "On Friday the minister said": the date opens what the speaker goes on with
        gap = start - date.last
        is_opening = date.first - sentence.first <= SAYING_REACH
        return gap + 1 if is_opening and gap <= OPENING_REACH else None
