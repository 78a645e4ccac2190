"""From numbers to figures: each with measure, population, period, kind, side and speaker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from muster.extraction.attribution import Attribution
from muster.extraction.counting import Count, counts
from muster.extraction.document import Figure, Span
from muster.extraction.marks import Sentence, Text
from muster.extraction.measures import Measured, measure
from muster.extraction.names import Mention
from muster.extraction.peoples import Peoples
from muster.extraction.periods import Periods
from muster.extraction.quantities import Quantity
from muster.extraction.speakers import Voice

NEAR = 12
"""A phrase that costs less is said of the number itself, even where no noun follows it."""
CARRIED_OVER = 3
"""Sentences over which an elliptical number takes up the measure told before."""
MOST_PEOPLE = 1_000_000
"""More are a nation, not recruits."""
TRAP_REACH, ANEW_REACH, BRACKET_REACH, PRONOUN_REACH, OF_MANY_REACH = 4, 5, 4, 4, 3
"""Tokens."""


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with what later steps need: where it stands and how much is told of it."""

    figure: Figure
    count: Count
    voice: Voice
    setting: Voice
    """Who spoke last, in another paragraph too: its days go on where its words do not."""
    completeness: int
    part_of: Found | None = None
    is_own: bool = True
    """Whether a phrase of its own tells the measure."""
    before: Found | None = None
    """The figure read before it."""


class Figures:
    """Reads the figures of one article."""

    def __init__(
        self, text: Text, mentions: list[Mention], attribution: Attribution, periods: Periods
    ) -> None:
        self.text = text
        self.attribution = attribution
        self.periods = periods
        self.sayings = periods.sayings
        self.counts = counts(text, periods.sayings.tokens())
        money = {
            token
            for count in self.counts
            if count.family == "money"
            for token in (*range(count.first, count.last), count.last)
        }
        self.peoples = Peoples(text, mentions, money)
        self._nobody = {None, *self.peoples.belligerents}
        self._last: Found | None = None
        self._resumed: set[int] = set()
        """Paragraphs that go on with what was told before them."""
        self.beside: dict[int, list[Count]] = defaultdict(list)
        """The numbers of each sentence."""
        for count in self.counts:
            self.beside[count.sentence.index].append(count)
        self.named = {
            token
            for mention in mentions
            if not mention.is_generic
            for token in range(mention.first, mention.last)
        }

    def read(self) -> list[Found]:
        """Return the figures in text order, each claim once."""
        found: list[Found] = []
        for count in self.counts:
            figure = self._figure(count, found)
            if figure is not None:
                found.append(figure)
        for sentence in self.text.sentences:
            found += self._life_sentences(sentence)
        return sorted(_once(found), key=lambda item: item.figure.value_span)

    # -- one number ---------------------------------------------------------------------------

    def _figure(self, count: Count, found: list[Found]) -> Found | None:
        if count.family == "other" or not self._may_be_figure(count):
            return None
        measured = measure(self.text, count, self.beside[count.sentence.index], self.named)
        previous = self._previous(count, found)
        part_of = self._antecedent(count, previous)
        if count.family in ("elliptical", "persons"):
            is_far = measured is None or (count.family == "elliptical" and measured.cost > NEAR)
            if is_far or (measured is not None and measured.cost > NEAR and self._is_anew(count)):
                taken_up = self._taken_up(count, previous)
                measured = taken_up or (measured if self._has_head(count) else None)
        elif count.family == "countries":
            measured = self._countries(count, measured)
        if measured is None or self._is_pronoun(count, measured):
            return None
        return self._complete(count, measured, part_of)

    def _may_be_figure(self, count: Count) -> bool:
        """Leave out what the pack knows to be something else: ages, crowds, wages at home."""
        quantity, family = count.quantity, count.family
        is_term = quantity.role == "compound" and family == "time"
        if quantity.role != "count" and not is_term:
            return False
        if family in ("persons", "elliptical"):
            if (quantity.low or quantity.high or 0) > MOST_PEOPLE:
                return False
            family = "persons"
        if family == "money" and self._is_conversion(count):
            return False
        if family == "persons" and self.peoples.direct(count) not in self._nobody:
            return True  # "5,000 Cubans fight beside Russian troops": these are ours
        first, last = self._clause(count)
        for trap in count.sentence.of("measures", "not_a_figure", family):
            gap = trap.first - count.last if trap.first >= count.last else count.first - trap.last
            is_near = gap <= TRAP_REACH if family != "money" else first <= trap.first < last
            if is_near and (family != "persons" or trap.first >= count.last):
                return False
        return True

    def _is_conversion(self, count: Count) -> bool:
        before = self.text.tokens[max(count.sentence.first, count.first - 2) : count.first]
        return "(" in before and any(
            other.family == "money" and 0 < count.first - other.last <= BRACKET_REACH
            for other in self.beside[count.sentence.index]
        )

    def _is_pronoun(self, count: Count, measured: Measured) -> bool:
        is_word = self.text.lower[count.first] in self.text.pack.words(
            "people", "elliptical", "pronouns"
        )
        return is_word and count.family != "time" and measured.cost > PRONOUN_REACH

    def _clause(self, count: Count) -> tuple[int, int]:
        """Return the tokens of the clause between semicolons and colons."""
        first, last = count.sentence.first, count.sentence.last
        for index in range(first, last):
            if self.text.tokens[index] in (";", ":"):
                if index < count.first:
                    first = index
                else:
                    return first, index
        return first, last

    def _is_anew(self, count: Count) -> bool:
        """Tell whether the number is a figure told before, anew: "put it at around 200"."""
        return any(
            -1 <= count.first - mark.last <= ANEW_REACH or 0 <= mark.first - count.last <= 1
            for mark in count.sentence.of("people", "elliptical", "anew")
        )

    def _has_head(self, count: Count) -> bool:
        """Tell whether what is counted stands at the head: "the number of dead was 29"."""
        return any(
            mark.last <= count.first for mark in count.sentence.of("people", "elliptical", "heads")
        )

    def _previous(self, count: Count, found: list[Found]) -> Found | None:
        """Return the figure before this number, if the text still speaks of it."""
        for item in reversed(found):
            sentence = item.count.sentence
            if item.figure.unit not in ("persons", "countries"):
                continue
            is_near = count.sentence.index - sentence.index <= CARRIED_OVER
            return item if is_near or sentence.paragraph == count.sentence.paragraph else None
        return None

    def _antecedent(self, count: Count, previous: Found | None) -> Found | None:
        """Return the figure of which this one is a part: "3,388 of them are dead"."""
        while previous is not None and previous.figure.unit != "persons":
            previous = previous.before
        if previous is None or count.family not in ("elliptical", "countries", "percent"):
            return None
        is_same_paragraph = previous.count.sentence.paragraph == count.sentence.paragraph
        return previous if is_same_paragraph or self._points(count) else None

    def _points(self, count: Count) -> bool:
        """Tell whether a number is told as a part of the one before: "of them", "of whom"."""
        before = self.text.lower[max(count.sentence.first, count.first - 2) : count.first]
        words = {*before, *self.text.lower[count.last : count.end + 2]}
        pointing = self.text.pack.words("people", "elliptical", "pointing")
        return count.family == "elliptical" and bool(words & pointing)

    def _last_span(self) -> Found | None:
        """Return the last figure of a closed span, for "in the same period"."""
        last = self._last
        while last is not None and last.figure.kind != "flow":
            last = last.before
        return last

    def _beside(self, count: Count, measured: Measured) -> Found | None:
        """Return the figure of a span that this one goes on with: "12 in May, and 3 from Togo"."""
        last = self._last
        if last is None or last.figure.kind != "flow" or last.figure.measure != measured.measure:
            return None
        return last if last.count.sentence is count.sentence else None

    def _companion(self, count: Count, voice: Voice, kind: str) -> Found | None:
        """Return the last total of the same speaker: what it says next holds for the same time."""
        last = self._last
        if kind != "cumulative" or voice.is_silent:
            return None
        while last is not None and last.setting.claimant == voice.claimant:
            if last.figure.kind == "cumulative":
                sentence = last.count.sentence
                is_apart = sentence.paragraph != count.sentence.paragraph
                is_past = is_apart and self.sayings.is_past(sentence)
                return None if is_past or self.sayings.is_told_back(sentence) else last
            last = last.before
        return None

    def _taken_up(self, count: Count, previous: Found | None) -> Measured | None:
        """Let a number without a phrase of its own go on with the measure told before."""
        if previous is None:
            return None
        people = self.peoples.direct(count)
        if people is not None or count.family == "persons":
            while previous is not None and previous.figure.unit != "persons":
                previous = previous.before
        if previous is None:
            return None
        if count.family == "persons" and people is None:
            return None
        goes_on = (
            people is not None
            or count.quantity.is_increment
            or self._is_anew(count)
            or self.peoples.is_near(count)
        )
        if not goes_on:
            return None
        if not self._has_noun(count) and previous.figure.unit != "persons":
            together = previous.before
            if together is not None and together.count.sentence is previous.count.sentence:
                previous = together if together.figure.unit == "persons" else previous
        whole = previous
        if not self._is_anew(count) and previous.part_of is not None and previous.is_own:
            whole = previous.part_of
        return Measured(whole.figure.measure, NEAR, None)

    def _has_noun(self, count: Count) -> bool:
        return count.noun is not None or count.quantity.is_increment

    def _countries(self, count: Count, measured: Measured | None) -> Measured | None:
        sentence = count.sentence
        near = [
            other
            for other in self.text.sentences[
                max(0, sentence.index - CARRIED_OVER) : sentence.index + CARRIED_OVER
            ]
            if other.index <= sentence.index or other.paragraph == sentence.paragraph
        ]
        for name in ("countries_on_stop_list", "countries_of_origin_of_prisoners"):
            for other in near:
                marks = other.of("measures", "countries", name, "either")
                if any(mark.first not in self.named for mark in marks):
                    return Measured(name, 0, None)
        return measured

    def _complete(self, count: Count, measured: Measured, part_of: Found | None) -> Found | None:
        population = self._population(count, measured, part_of)
        if population in self.peoples.belligerents or population is None:
            return None
        sentence, quantity = count.sentence, count.quantity
        default = "stock" if self._lasts(measured) else self.text.registry.kinds[measured.measure]
        goes_on = self._goes_on(count, measured)
        voice = self.attribution.voice(sentence, count.first, goes_on=goes_on)
        setting = self.attribution.voice(sentence, count.first, goes_on=True)
        whole = part_of or self._beside(count, measured) or self._companion(count, setting, default)
        if self._is_same(sentence):
            whole = self._last_span() or whole
        period, kind = self.periods.period(
            count,
            default,
            self.beside[sentence.index],
            whole.figure
            if whole is not None and self._is_same_voice(whole, setting, count)
            else None,
            is_total=self._is_anew(count),
            is_list=measured.measure == "identified_as_recruited",
            is_part=self._points(count),
        )
        unit, low, high = self._in_codebook_unit(count, measured, population)
        figure = Figure(
            measure=measured.measure, unit=unit, relation=quantity.relation,
            value_low=low, value_high=high, population=population,
            side=self.peoples.side(sentence), kind=kind, period=period,
            claimant=voice.claimant, claimant_org=voice.organisation, relayed_by=voice.relayed_by,
            value_span=(quantity.start, quantity.end), quote_span=sentence.span,
        )  # fmt: skip
        completeness = (
            4 * (not sentence.is_heading)
            + 2 * (not voice.is_silent)
            + (quantity.relation != "exact")
            + bool(self.sayings.by_sentence[sentence.index])
            + (count.family != "elliptical")
        )
        self._last = Found(
            figure,
            count,
            voice,
            setting,
            completeness,
            part_of,
            measured.cue is not None,
            self._last,
        )
        return self._last

    def _lasts(self, measured: Measured) -> bool:
        """Tell whether those are counted who are in a state: "39 lie wounded in hospital"."""
        if measured.cue is None:
            return False
        words = " ".join(self.text.lower[measured.cue.first : measured.cue.last])
        return words in self.text.pack.settings["periods"]["lasting"].get(measured.measure, ())

    def _goes_on(self, count: Count, measured: Measured) -> bool:
        """Tell whether a number goes on with those of an earlier paragraph: "361 names more"."""
        cue, noun, sentence = measured.cue, count.noun, count.sentence
        is_name = cue is not None and noun is not None and cue.first == noun.first
        if cue is None or is_name or count.family == "elliptical" or self._is_same(sentence):
            self._resumed.add(sentence.paragraph)
        return sentence.paragraph in self._resumed

    def _is_same(self, sentence: Sentence) -> bool:
        return bool(sentence.of("periods", "same", "phrases"))

    def _is_same_voice(self, whole: Found, voice: Voice, count: Count) -> bool:
        """Tell whether what was told of a whole holds for this number: its speaker goes on."""
        return whole.setting.claimant == voice.claimant or self._points(count)

    def _of_countries(self, count: Count, code: str | None, part_of: Found | None) -> str:
        """Return of whom the countries are told: of a region, a group, or everybody."""
        part = part_of.figure.population if part_of is not None else None
        for candidate in (code, part, self.peoples.around(count)):
            if candidate is not None and candidate not in self.text.registry.country_names:
                return candidate
        without = self.peoples.left_out(count.sentence)
        return f"ALL-x{without}" if without else "ALL"

    def _is_of_many(self, count: Count) -> bool:
        """Tell whether those counted come "from 52 countries"."""
        return any(
            other.family == "countries" and 0 <= other.first - count.end <= OF_MANY_REACH
            for other in self.beside[count.sentence.index]
        )

    def _in_codebook_unit(
        self, count: Count, measured: Measured, population: str
    ) -> tuple[str, float | None, float | None]:
        """Turn weeks into days, "shillings" into those of the country; else leave it as told."""
        low, high, unit = count.quantity.low, count.quantity.high, count.unit
        if count.family == "elliptical":
            unit = "countries" if measured.measure.startswith("countries") else "persons"
        if unit == "weeks":
            return "days", low and low * 7, high and high * 7
        shared = self.text.pack.settings["measures"]["currencies"].get(unit, {})
        return shared.get(population, unit), low, high

    def _population(self, count: Count, measured: Measured, part_of: Found | None) -> str | None:
        """Return whom the number counts: told beside it, in its sentence, or before."""
        peoples, sentence = self.peoples, count.sentence
        code = peoples.owner(count) or peoples.direct(count)
        everybody = self.text.pack.words("measures", "everybody", "measures")
        if code is None and measured.measure in everybody:
            return "ALL"
        if measured.measure.startswith("countries"):
            return self._of_countries(count, code, part_of)
        if code is None and self._is_of_many(count):
            return "ALL"
        code = code or peoples.around(count)
        if code is None and part_of is not None:
            code = part_of.figure.population
        if code is None and count.family in ("money", "time"):
            code = peoples.where(sentence)
        code = code or peoples.before(sentence, in_paragraph=True) or peoples.body(sentence)
        code = code or peoples.before(sentence, in_paragraph=False) or peoples.main or "ALL"
        if code == "ALL" and (without := peoples.left_out(sentence)):
            return f"ALL-x{without}"
        return code

    # -- sentences for life -------------------------------------------------------------------

    def _life_sentences(self, sentence: Sentence) -> Iterator[Found]:
        for mark in sentence.of("measures", "life", "phrases"):
            laws = sentence.of("measures", "time", "sentence_maximum", "either")
            ceilings = [
                ceiling
                for ceiling in sentence.of("measures", "life", "ceiling")
                if ceiling.last == mark.first
            ]
            is_law = bool(ceilings) or any(law.last <= mark.first for law in laws)
            name = "sentence_maximum" if is_law else "sentence_imposed"
            values = [
                m
                for m in sentence.of("measures", "life", "value")
                if m.first < mark.last and m.last > mark.first
            ]
            value = max(values, key=lambda m: (m.last - m.first, -m.first), default=mark)
            first = ceilings[0].first if ceilings else value.first
            span = self.text.span_of(first, value.last)
            found = self._life(sentence, span, name, is_ceiling=bool(ceilings))
            if found is not None:
                yield found

    def _life(self, sentence: Sentence, span: Span, name: str, *, is_ceiling: bool) -> Found | None:
        quantity = Quantity(
            start=span[0], end=span[1], relation="up_to" if is_ceiling else "exact",
            low=None if is_ceiling else 1.0, high=1.0 if is_ceiling else None,
            number_span=span, unit=None, form="words", is_increment=False,
        )  # fmt: skip
        first, last = self.text.tokens_of(span)
        count = Count(quantity, sentence, first, last, "time", "life", None, last)
        return self._complete(count, Measured(name, 0, None), None)


def _once(found: list[Found]) -> list[Found]:
    """Keep each claim once, where most is told of it; headings only where the body is silent."""
    kept: dict[tuple[object, ...], Found] = {}
    in_body = {
        (item.figure.value_low, item.figure.value_high)
        for item in found
        if not item.count.sentence.is_heading
    }
    for item in found:
        figure = item.figure
        value = (figure.value_low, figure.value_high)
        if item.count.sentence.is_heading and value in in_body:
            continue
        told = figure.claimant if figure.kind == "point" else figure.kind == "flow"
        key = (figure.measure, figure.unit, *value, figure.population, told)
        other = kept.get(key)
        if other is None or item.completeness > other.completeness:
            kept[key] = item
    return list(kept.values())
