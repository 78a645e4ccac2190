"""When a number holds: the dates of its sentence, told of the count or of the saying."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from muster.extraction.attribution import Attribution, Frame
from muster.extraction.counting import Count
from muster.extraction.dates import DateMention, dates
from muster.extraction.document import Figure
from muster.extraction.marks import LOOK_BACK, Sentence, Text

SAYING_REACH = 10
"""Tokens between a verb of saying and its date."""
SINCE = ("since", "after")
UNTIL = ("until", "by", "as_of", "before")
BOUNDING = frozenset((*SINCE, *UNTIL, "between"))
CROSSED, BROKEN, FARTHEST = 25, 25, 40
"""What a number between a date and a count costs, what a clause's end does, and the most."""
BESIDE = ("other", "countries")
"""Families of numbers that stand with another: "12 men from 3 countries died in May"."""
OPENING, OPENED = 3, 8
"""Tokens before a date that still opens a sentence, and what it costs beside a nearer one."""
SAME_DAY_REACH = 8
"""Tokens between a count and "the same day"."""
SINCE_REACH = 9
"""Tokens between "since" and the date of the clause that it opens."""
COMPARED_REACH = 4
"""Tokens between "than" and the date of what is compared."""
OPENING_REACH = 30
"""Tokens between a date that opens a sentence and the verb of saying."""


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
        self._war_begins = str(text.pack.settings["periods"]["war"]["begins"])
        self.by_sentence: list[list[Dated]] = [[] for _ in text.sentences]
        for found in dates(text.plain, self.published_on, text.pack.language):
            sentence = text.sentence_at(found.start)
            if sentence is not None and found.edtf is not None:
                first, last = text.tokens_of((found.start, found.end))
                beside = self.by_sentence[sentence.index]
                date = Dated(self._told(sentence, found, first), first, last)
                joined = self._joined(beside[-1], date) if beside else None
                if joined is not None:
                    beside[-1] = joined
                elif not self._is_compared(sentence, first):
                    beside.append(date)
        self.published_on = self._day_of_paper() or self.published_on
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
            here = self._plain(told.edtf) if told is not None else None
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

    def _told(self, sentence: Sentence, found: DateMention, first: int) -> DateMention:
        """Return a date as the words around it say that it bounds."""
        closing = sentence.of("periods", "closing", "phrases")
        if any(-1 <= first - mark.last <= 1 for mark in closing):
            return replace(found, kind="until")
        if found.kind not in BOUNDING and self._opens_since(sentence, first):
            return replace(found, kind="since")
        starts = sentence.under("periods", "starts")
        if any(mark.first < first < mark.last for mark in starts):
            return replace(found, kind="since")
        return found

    def _opens_since(self, sentence: Sentence, first: int) -> bool:
        """Tell whether a date stands in a clause of its own: "since the first landed in May"."""
        since = self.text.pack.words("periods", "opening", "since")
        for index in range(first - 1, max(sentence.first, first - SINCE_REACH) - 1, -1):
            if self.text.lower[index] in since:
                return True
            if self.text.lower[index] in (",", ";", ":") or index in self.text.numbers:
                return False
        return False

    def _joined(self, one: Dated, other: Dated) -> Dated | None:
        """Join "in January and February" to one span."""
        is_pair = other.first - one.last == 1 and self.text.lower[one.last] in self._and
        low, high = one.edtf, other.edtf
        is_alike = is_pair and len(low) == len(high) <= len("2026-01") and low < high
        if not is_alike or one.mention.kind in BOUNDING:
            return None
        mention = replace(one.mention, edtf=f"{low}/{high}", end=other.mention.end, kind="during")
        return Dated(mention, one.first, other.last)

    def _is_compared(self, sentence: Sentence, first: int) -> bool:
        """Tell whether a date is that of what the count is held against: "than in 2023"."""
        compared = sentence.of("periods", "compared", "phrases")
        return any(
            mark.first not in self.text.numbers and -1 <= first - mark.last <= COMPARED_REACH
            for mark in compared
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
                return self._plain(date.edtf)
        return None

    def period(
        self,
        count: Count,
        kind: str,
        others: Iterable[Count],
        part_of: Figure | None,
        *,
        is_total: bool,
        is_list: bool,
        is_part: bool,
    ) -> tuple[str | None, str]:
        """Return the period of a count, and its kind, which a closed span may turn to a flow.

        Args:
            count: the number.
            kind: the measure's default kind.
            others: all numbers of the article; a date beside another number is that one's.
            part_of: the figure of which this one is a part, or whose span it shares.
            is_total: whether the number is a total told anew ("reached forty").
            is_part: whether it is told as a part: "12 of them fallen".
            is_list: whether it counts names, so that a day is that of the list.
        """
        told = self._of_count(count, others)
        said = self._said(count)
        if part_of is not None:
            is_new_total = is_total and part_of.kind == "flow"
            is_said_anew = self.saying[count.sentence.index] is not None
            if is_new_total or (is_said_anew and part_of.quote_span != count.sentence.span):
                part_of = None
        if kind == "point":
            return self._of_point(count, told, part_of), kind
        is_stock_said = kind == "stock" and said is not None
        is_bounded = any(date.mention.kind in BOUNDING for date in told)
        shares = (is_part and not is_bounded) or (
            not is_stock_said and self._shares_span(count, told)
        )
        if part_of is not None and shares:
            return self._shared(kind, part_of)
        if kind == "stock":
            if count.quantity.is_increment and told:  # "another seven were added this month"
                return self._plain(told[0].edtf), "flow"
            return self._of_stock(told, said, part_of), kind
        nearest = told[0] if told else None
        if nearest is not None and nearest.mention.kind not in (*UNTIL, *SINCE):
            return self._of_span(nearest, kind, is_total=is_total, is_list=is_list)
        return self._of_total(count, told, said)

    def _of_total(
        self, count: Count, told: list[Dated], said: str | None
    ) -> tuple[str | None, str]:
        """Return from when to when a total was counted; "the same day" makes it new on that day."""
        if not told and (day := self._same_day(count)):
            return day, "flow"
        since = self._since(count.sentence, told)
        until = next((date for date in told if date.mention.kind in UNTIL), None)
        end = self._end(until.edtf if until else said) or self.published_on or ".."
        return f"{since or '..'}/{end}", "cumulative"

    def _of_span(
        self, date: Dated, kind: str, *, is_total: bool, is_list: bool
    ) -> tuple[str | None, str]:
        """Return a date as the span of what is new in it, or as the end of a total."""
        plain = self._plain(date.edtf)
        is_closed = date.mention.kind == "between"
        if (is_total and not is_closed) or (is_list and len(plain) == len("2026-01-10")):
            return f"../{self._end(plain)}", kind
        return plain, "flow"

    def _of_point(self, count: Count, told: list[Dated], part_of: Figure | None) -> str | None:
        """Return when a price or a rule held; nothing where no date tells."""
        for date in told:
            if not self._is_of_participle(count.sentence, date):
                return date.edtf if date.mention.kind == "since" else self._plain(date.edtf)
        if part_of is not None and count.family == "percent" and part_of.period is not None:
            return part_of.period
        return self.said_here[count.sentence.index]

    def _of_stock(self, told: list[Dated], said: str | None, part_of: Figure | None) -> str | None:
        """Return the day on which a stock was so: its own, else that of the saying."""
        for date in told:
            if date.mention.kind not in SINCE:
                is_end = date.mention.kind in UNTIL
                return self._end(date.edtf) if is_end else self._plain(date.edtf)
        return self._end(said or (part_of.period if part_of else None) or self.published_on) or None

    def _of_count(self, count: Count, others: Iterable[Count]) -> list[Dated]:
        """Return the dates of a sentence that tell of the count, nearest first."""
        sentence = count.sentence
        saying = self.saying[sentence.index]
        numbers = [n for n in others if n.sentence is sentence and n is not count]
        costs = []
        for date in self.by_sentence[sentence.index]:
            if saying is not None and date.edtf == saying.edtf:
                continue
            is_now = date.edtf == self.published_on and self.said_on[sentence.index] is not None
            if is_now or date.edtf == f"../{self.published_on}":
                continue  # "so far", "by now": the day of saying tells it better
            if self._end(date.edtf.removesuffix("/..")) < self._war_begins:
                continue
            first, last = sorted((date.first, count.first))
            crossed = sum(first < n.first < last and n.family not in BESIDE for n in numbers)
            breaks = sum(self.text.lower[index] in (";", ":") for index in range(first, last))
            if date.first > count.first and any(n.first == date.last for n in numbers):
                crossed += 1  # "four in May, in June nine": it opens what follows
            cost = abs(date.first - count.first)
            if date.first - sentence.first <= OPENING or date.mention.kind == "until":
                cost = min(cost + OPENED, FARTHEST)  # it holds for all of the sentence
            else:
                if date.first < count.first and any(n.first < date.first for n in numbers):
                    crossed += 1  # it stands with the number before it
                cost += CROSSED * crossed + BROKEN * breaks
            if cost <= FARTHEST:
                costs.append((cost, date))
        return [date for _, date in sorted(costs, key=lambda item: item[0])]

    def _same_day(self, count: Count) -> str | None:
        """Return the day told last for "they caught four men the same day"."""
        for mark in count.sentence.of("periods", "then", "same_day"):
            if 0 <= mark.first - count.end <= SAME_DAY_REACH:
                saying = self.saying[count.sentence.index]
                return self._plain(saying.edtf) if saying else self.last_date(count.sentence)
        return None

    def _is_of_participle(self, sentence: Sentence, date: Dated) -> bool:
        """Tell whether a date is of what somebody is called: "recruits captured last summer"."""
        participles = sentence.of("periods", "participles", "phrases")
        return any(0 <= date.first - mark.last <= 1 for mark in participles)

    def _said(self, count: Count) -> str | None:
        """Return the day on which the count was told, or of which it was told."""
        sentence = count.sentence
        said = self.said_on[sentence.index]
        if sentence.of("periods", "then", "phrases") and self.saying[sentence.index] is None:
            return self.last_date(sentence) or said
        is_now = bool(sentence.of("periods", "present", "phrases"))
        return said or (
            self.published_on if is_now else self.of_paragraph(sentence, with_earlier=False)
        )

    def of_paragraph(self, sentence: Sentence, *, with_earlier: bool = True) -> str | None:
        """Return the one date that the sentences before in a paragraph tell.

        Args:
            sentence: the sentence without a date.
            with_earlier: whether the day of an earlier saying, "had said on 7 May", counts too.
        """
        dates: list[Dated] = []
        for index in range(sentence.index - 1, max(-1, sentence.index - LOOK_BACK), -1):
            other = self.text.sentences[index]
            is_left_out = not with_earlier and (
                self.is_told_back(other) or self._is_anothers(sentence, other)
            )
            if other.paragraph == sentence.paragraph and not is_left_out:
                told = self.by_sentence[other.index]
                dates += [date for date in told if date.mention.kind not in SINCE]
        return self._plain(dates[0].edtf) if len(dates) == 1 else None

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

    def _shares_span(self, count: Count, told: list[Dated]) -> bool:
        return not told or bool(count.sentence.of("periods", "same", "phrases"))

    def _shared(self, kind: str, part_of: Figure) -> tuple[str | None, str]:
        if kind == "stock":
            return self._end(part_of.period) or None, kind
        if part_of.kind == "stock":
            return f"../{self._end(part_of.period)}", kind
        return part_of.period, part_of.kind if part_of.kind in ("flow", "cumulative") else kind

    # -- the day of saying --------------------------------------------------------------------

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
        best: tuple[int, Dated] | None = None
        for frame in frames:
            for date in told:
                gap = self._saying_gap(sentence, frame, date)
                if gap is not None and (best is None or gap < best[0]):
                    best = (gap, date)
        return best[1] if best else None

    def _is_ago(self, date: Dated) -> bool:
        """Tell whether a date looks back, "two years ago": that is when it was said."""
        return self.text.lower[date.last - 1] in self.text.pack.words("periods", "opening", "ago")

    def _saying_gap(self, sentence: Sentence, frame: Frame, date: Dated) -> int | None:
        """Return how far a date is from the saying; None if it tells of something else."""
        start, end = min(frame.first, frame.verb.first), max(frame.last, frame.verb.last)
        if date.first >= end:
            gap = date.first - end
            between = self.text.lower[end : date.first]
            is_content = any(word in self._relative or word == "," for word in between)
            is_content = is_content or bool(self.text.numbers & set(range(end, date.first)))
            return gap if gap <= SAYING_REACH and not is_content else None
        if frame.is_source:
            return None
        if self.text.numbers & set(range(date.last, max(start, frame.verb.first))):
            return None
        if date.last > start:
            return 1
        # "On Friday the minister said": the date opens what the speaker goes on with
        gap = start - date.last
        is_opening = date.first - sentence.first <= SAYING_REACH
        return gap + 1 if is_opening and gap <= OPENING_REACH else None

    @property
    def _and(self) -> frozenset[str]:
        return self.text.pack.words("periods", "opening", "joining")

    @property
    def _relative(self) -> frozenset[str]:
        return self.text.pack.words("periods", "opening", "relative")

    # -- parts --------------------------------------------------------------------------------

    def _since(self, sentence: Sentence, told: list[Dated]) -> str | None:
        year = (self.published_on or "")[:4]
        starts = {
            name: edtf.replace("YEAR", year)
            for name, edtf in self.text.pack.settings["periods"]["starts"]["dates"].items()
            if year or "YEAR" not in edtf
        }
        for date in told:
            if date.mention.kind in SINCE:
                for name, edtf in starts.items():
                    for mark in sentence.of("periods", "starts", name):
                        if mark.first < date.last and date.first < mark.last:
                            return str(edtf)
                return date.edtf.split("/")[0]
        for name, edtf in starts.items():
            if sentence.of("periods", "starts", name):
                return str(edtf)
        return None

    @staticmethod
    def _plain(edtf: str) -> str:
        """Return a date without open ends: what a saying or a span can be dated to."""
        low, slash, high = edtf.partition("/")
        if slash and ".." in (low, high):
            return high if low == ".." else low
        return edtf

    @staticmethod
    def _end(edtf: str | None) -> str:
        """Return the last day of a period; the empty text where there is none."""
        if edtf is None:
            return ""
        low, slash, high = edtf.partition("/")
        return (low if high == ".." else high) if slash else low
