"""When a number holds: the dates of its sentence, told of the count or of the saying."""

from __future__ import annotations

from collections.abc import Iterable

from muster.extraction.counting import Count
from muster.extraction.dated import BOUNDING, SINCE, UNTIL, Dated, end_of, plain
from muster.extraction.document import Figure
from muster.extraction.marks import Sentence, Text
from muster.extraction.sayings import OPENING, Sayings

CROSSED, BROKEN, FARTHEST = 25, 25, 40
"""What a number between a date and a count costs, what a clause's end does, and the most."""
BESIDE = ("other", "countries")
"""Families of numbers that stand with another: "12 men from 3 countries died in May"."""
PEOPLE = ("persons", "elliptical")
"""Families of numbers that count people."""
OPENED = 8
"""What a date that opens a sentence costs beside a nearer one."""
STATE_REACH = 4
"""Tokens between a count and what it has come to: "16 men had by then been killed"."""
SAME_DAY_REACH = 8
"""Tokens between a count and "the same day"."""


class Periods:
    """When the numbers of one article hold."""

    def __init__(self, text: Text, sayings: Sayings) -> None:
        self.text = text
        self.sayings = sayings
        self.published_on = sayings.published_on
        self._war_begins = str(text.pack.settings["periods"]["war"]["begins"])

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

        A day is also that of the telling where the count is one of several, or is told as a state:
        "had been killed".
        """
        told = self._of_count(count, others)
        said = self._said(count)
        if part_of is not None:
            is_new_total = is_total and part_of.kind == "flow"
            is_said_anew = self.sayings.saying[count.sentence.index] is not None
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
            is_opened = bool(told) and told[0].first - count.sentence.first <= OPENING
            if count.quantity.is_increment and is_opened:  # "this month another seven were added"
                return plain(told[0].edtf), "flow"
            return self._of_stock(told, said, part_of), kind
        nearest = told[0] if told else None
        if nearest is not None and nearest.mention.kind not in (*UNTIL, *SINCE):
            # "had been killed on 3 May" happened then; "on 3 May four had been killed" is a state
            is_reached = nearest.first < count.first and self._is_state_reached(count)
            is_as_of = is_list or is_reached or self._is_tally(count, others)
            # "a total of 400 joined in March" sums up what is new in it
            is_summed = nearest.first > count.first and count.noun is not None
            is_total = is_total and not is_summed
            return self._of_span(nearest, kind, is_total=is_total, is_as_of_day=is_as_of)
        return self._of_total(count, told, said)

    def _is_tally(self, count: Count, others: Iterable[Count]) -> bool:
        """Tell whether a sentence counts people otherwise too: "300 killed, 2,700 wounded".

        Not where it tells what happened: "four were killed and six captured".
        """
        happened = self.text.pack.words("periods", "reached", "happened")
        sentence = count.sentence
        if not happened.isdisjoint(self.text.lower[sentence.first : sentence.last]):
            return False
        return any(
            other.sentence is count.sentence and other is not count and other.family in PEOPLE
            for other in others
        )

    def _is_state_reached(self, count: Count) -> bool:
        """Tell whether a count says how far it has come by a day, not what happened on it.

        "On 15 May 16 men had been killed", "were dead", ": 16 men killed, 37 wounded".
        """
        after = self.text.lower[count.end : min(count.end + STATE_REACH, count.sentence.last)]
        perfect = self.text.pack.words("periods", "reached", "perfect")
        states = self.text.pack.words("periods", "reached", "states")
        happening = self.text.pack.words("periods", "reached", "happening")
        happening |= self.text.pack.words("periods", "reached", "happened")
        relative = self.text.pack.words("periods", "opening", "relative")
        is_perfect = bool(perfect & set(after[:2])) and not relative & set(after[:1])
        if is_perfect or states & set(after):
            return True
        before = self.text.lower[max(count.sentence.first, count.first - STATE_REACH) : count.first]
        participles = {
            mark.first for mark in count.sentence.of("periods", "participles", "phrases")
        }
        is_verbless = bool({count.last, count.end} & participles) and not happening & set(before)
        return is_verbless or bool(states & set(before))

    def _of_total(
        self, count: Count, told: list[Dated], said: str | None
    ) -> tuple[str | None, str]:
        """Return from when to when a total was counted; "the same day" makes it new on that day."""
        if not told and (day := self._same_day(count)):
            return day, "flow"
        since = self._since(count.sentence, told)
        until = next((date for date in told if date.mention.kind in UNTIL), None)
        end = end_of(until.edtf if until else said) or self.published_on or ".."
        return f"{since or '..'}/{end}", "cumulative"

    def _of_span(
        self, date: Dated, kind: str, *, is_total: bool, is_as_of_day: bool
    ) -> tuple[str | None, str]:
        """Return a date as the span of what is new in it, or as the end of a total."""
        span = plain(date.edtf)
        is_closed = date.mention.kind == "between"
        if (is_total and not is_closed) or (is_as_of_day and len(span) == len("2026-01-10")):
            return f"../{end_of(span)}", kind
        return span, "flow"

    def _of_point(self, count: Count, told: list[Dated], part_of: Figure | None) -> str | None:
        """Return when a price or a rule held; nothing where no date tells."""
        for date in told:
            if not self._is_of_participle(count.sentence, date):
                return date.edtf if date.mention.kind == "since" else plain(date.edtf)
        if part_of is not None and count.family == "percent" and part_of.period is not None:
            return part_of.period
        return self.sayings.said_here[count.sentence.index]

    def _of_stock(self, told: list[Dated], said: str | None, part_of: Figure | None) -> str | None:
        """Return when a stock was so: on its own date, else on that of the saying."""
        for date in told:
            if date.mention.kind not in SINCE:
                is_end = date.mention.kind in UNTIL
                return end_of(date.edtf) if is_end else plain(date.edtf)
        if said is not None:
            return plain(said)
        return end_of(part_of.period if part_of is not None else self.published_on) or None

    def _of_count(self, count: Count, others: Iterable[Count]) -> list[Dated]:
        """Return the dates of a sentence that tell of the count, nearest first."""
        sentence = count.sentence
        saying, said = self.sayings.saying[sentence.index], self.sayings.said_on[sentence.index]
        numbers = [n for n in others if n.sentence is sentence and n is not count]
        costs = []
        is_dated_beside = saying is not None and not self._breaks(
            *sorted((saying.first, count.first))
        )
        for date in self.sayings.by_sentence[sentence.index]:
            if saying is not None and date.edtf == saying.edtf:
                continue
            is_now = date.edtf == self.published_on and said is not None
            if is_now or date.edtf == f"../{self.published_on}":
                continue  # "so far", "by now": the day of saying tells it better
            if end_of(date.edtf.removesuffix("/..")) < self._war_begins:
                continue
            first, last = sorted((date.first, count.first))
            crossed = sum(first < n.first < last and n.family not in BESIDE for n in numbers)
            breaks = self._breaks(first, last)
            if breaks and is_dated_beside:
                continue  # "on 8 May eight men; on 15 May sixteen": each has its own
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

    def _breaks(self, first: int, last: int) -> int:
        """Count the ends of clauses between two tokens."""
        return sum(self.text.lower[index] in (";", ":") for index in range(first, last))

    def _same_day(self, count: Count) -> str | None:
        """Return the day told last for "they caught four men the same day"."""
        for mark in count.sentence.of("periods", "then", "same_day"):
            if 0 <= mark.first - count.end <= SAME_DAY_REACH:
                saying = self.sayings.saying[count.sentence.index]
                return plain(saying.edtf) if saying else self.sayings.last_date(count.sentence)
        return None

    def _is_of_participle(self, sentence: Sentence, date: Dated) -> bool:
        """Tell whether a date is of what somebody is called: "recruits captured last summer"."""
        participles = sentence.of("periods", "participles", "phrases")
        return any(0 <= date.first - mark.last <= 1 for mark in participles)

    def _said(self, count: Count) -> str | None:
        """Return the day on which the count was told, or of which it was told."""
        sentence = count.sentence
        said = self.sayings.said_on[sentence.index]
        is_then = bool(sentence.of("periods", "then", "phrases"))
        if is_then and self.sayings.saying[sentence.index] is None:
            return self.sayings.last_date(sentence) or said
        is_now = bool(sentence.of("periods", "present", "phrases"))
        return said or (
            self.published_on if is_now else self.sayings.of_paragraph(sentence, with_earlier=False)
        )

    def _shares_span(self, count: Count, told: list[Dated]) -> bool:
        return not told or bool(count.sentence.of("periods", "same", "phrases"))

    def _shared(self, kind: str, part_of: Figure) -> tuple[str | None, str]:
        if kind == "stock":
            return end_of(part_of.period) or None, kind
        if part_of.kind == "stock":
            return f"../{end_of(part_of.period)}", kind
        return part_of.period, part_of.kind if part_of.kind in ("flow", "cumulative") else kind

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
