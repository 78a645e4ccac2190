"""When a number holds: the dates of its sentence, told of the count or of the saying."""

from __future__ import annotations

from dataclasses import dataclass

from muster.extraction.attribution import Attribution, Frame
from muster.extraction.counting import Count
from muster.extraction.dates import DateMention, dates
from muster.extraction.marks import Sentence, Text

SAYING_REACH = 7
"""Tokens between a verb of saying and its date."""
BOUNDING = frozenset({"since", "until", "by", "as_of", "between", "before", "after"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a sentence, in tokens."""

    mention: DateMention
    first: int
    last: int

    @property
    def edtf(self) -> str:
        """The date; never missing here."""
        return self.mention.edtf or ""


class Periods:
    """The dates of one article, and what each says."""

    def __init__(self, text: Text, attribution: Attribution) -> None:
        self.text = text
        self.attribution = attribution
        self.published_on = text.article.published_on
        self.by_sentence: list[list[Dated]] = [[] for _ in text.sentences]
        for found in dates(text.plain, self.published_on, text.pack.language):
            sentence = text.sentence_at(found.start)
            if sentence is not None and found.edtf is not None:
                first, last = text.tokens_of((found.start, found.end))
                self.by_sentence[sentence.index].append(Dated(found, first, last))
        self.saying: list[Dated | None] = []
        """For each sentence, the date on which its speaker said it, told there."""
        self.said_on: list[str | None] = []
        """The same, carried on while the speaker goes on."""
        current: str | None = None
        for sentence in text.sentences:
            told = self._saying(sentence)
            self.saying.append(told)
            carried = attribution.carried[sentence.index]
            if told is not None:
                current = self._plain(told.edtf)
            elif carried.is_silent and not self._speaks_again(sentence):
                current = None
            self.said_on.append(current)

    def last_date(self, sentence: Sentence) -> str | None:
        """Return the date told last before a sentence, for "that day"."""
        for index in range(sentence.index - 1, -1, -1):
            if self.by_sentence[index]:
                return self._plain(self.by_sentence[index][-1].edtf)
        return None

    def of_count(self, count: Count) -> list[Dated]:
        """Return the dates of a sentence that tell of the count, nearest first."""
        sentence = count.sentence
        saying = self.saying[sentence.index]
        told = [date for date in self.by_sentence[sentence.index] if date is not saying]
        return sorted(told, key=lambda date: _gap(date, count))

    def period(self, count: Count, kind: str, inherited: str | None) -> tuple[str | None, str]:
        """Return the period of a count, and its kind, which a closed span may turn to a flow.

        Args:
            count: the number.
            kind: the measure's default kind.
            inherited: period of the figure of which this one is a part.
        """
        told = self.of_count(count)
        said = self.said_on[count.sentence.index]
        if said is None and count.sentence.of("periods", "then", "phrases"):
            said = self.last_date(count.sentence)
        if kind == "point":
            return self._point(told, self.saying[count.sentence.index]), kind
        since = self._since(count.sentence, told)
        until = next(
            (d for d in told if d.mention.kind in ("until", "by", "as_of", "before")), None
        )
        spans = [
            d
            for d in told
            if d.mention.kind not in ("since", "until", "by", "as_of", "before", "after")
        ]
        if kind == "stock":
            if until is not None:
                return self._end(until.edtf), kind
            if spans and said is None:
                return self._plain(spans[0].edtf), kind
            if inherited is not None and said is None:
                return self._end(inherited), kind
            return said or (self._plain(spans[0].edtf) if spans else None) or self._end(
                inherited
            ) or self.published_on, kind
        if since is not None or until is not None:
            end = self._end(until.edtf) if until else self._end(said) or self.published_on
            return f"{since or '..'}/{end}", kind
        if count.sentence.of("periods", "so_far", "phrases"):
            end = self._end(said) or self.published_on
            return f"../{end}", kind
        if spans and kind in ("cumulative", "flow"):
            return self._plain(spans[0].edtf), "flow"
        if inherited is not None and "/" in inherited:
            return inherited, kind
        if kind == "flow":
            return said or self.published_on, kind
        return f"../{self._end(said) or self.published_on or '..'}", kind

    # -- the day of saying --------------------------------------------------------------------

    def _saying(self, sentence: Sentence) -> Dated | None:
        """Return the date that belongs to the verb of saying, not to what is said."""
        frames = self.attribution.frames[sentence.index]
        told = [d for d in self.by_sentence[sentence.index] if d.mention.kind not in BOUNDING]
        best: tuple[int, Dated] | None = None
        for frame in frames:
            for date in told:
                gap = self._saying_gap(sentence, frame, date)
                if gap is not None and (best is None or gap < best[0]):
                    best = (gap, date)
        return best[1] if best else None

    def _saying_gap(self, sentence: Sentence, frame: Frame, date: Dated) -> int | None:
        """Return how far a date is from the saying; None if it tells of something else."""
        start, end = min(frame.first, frame.verb.first), max(frame.last, frame.verb.last)
        if date.first >= end:
            gap = date.first - end
            between = self.text.lower[end : date.first]
            return gap if gap <= SAYING_REACH and "that" not in between else None
        if date.last <= start:
            # "On Friday the minister said": the date opens the sentence that the speaker goes on with
            gap = start - date.last
            is_opening = date.first - sentence.first <= SAYING_REACH
            has_number = any(token.isdigit() for token in self.text.tokens[date.last : start])
            return gap + 1 if is_opening and not has_number and gap <= 2 * SAYING_REACH else None
        return 1

    def _speaks_again(self, sentence: Sentence) -> bool:
        return False

    # -- parts --------------------------------------------------------------------------------

    def _since(self, sentence: Sentence, told: list[Dated]) -> str | None:
        for date in told:
            if date.mention.kind in ("since", "after"):
                return date.edtf.split("/")[0]
        starts = self.text.pack.settings["periods"]["starts"]["dates"]
        for name, edtf in starts.items():
            if sentence.of("periods", "starts", name):
                return str(edtf)
        return None

    def _point(self, told: list[Dated], saying: Dated | None) -> str | None:
        for date in [*told, *([saying] if saying else [])]:
            return date.edtf if date.mention.kind == "since" else self._plain(date.edtf)
        return None

    @staticmethod
    def _plain(edtf: str) -> str:
        """Return a date without open ends: what a saying or a span can be dated to."""
        low, slash, high = edtf.partition("/")
        if slash and ".." in (low, high):
            return high if low == ".." else low
        return edtf

    @staticmethod
    def _end(edtf: str | None) -> str | None:
        """Return the last day of a period."""
        if edtf is None:
            return None
        low, slash, high = edtf.partition("/")
        return (low if high == ".." else high) if slash else low


def _gap(date: Dated, count: Count) -> int:
    return date.first - count.last if date.first >= count.last else count.first - date.last
