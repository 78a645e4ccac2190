"""From numbers to figures: each with measure, population, period, kind, side and speaker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from muster.extraction.attribution import Attribution, Voice
from muster.extraction.counting import Count, counts
from muster.extraction.document import Figure, Span
from muster.extraction.marks import Sentence, Text
from muster.extraction.measures import Measured, measure
from muster.extraction.names import Mention
from muster.extraction.peoples import Peoples
from muster.extraction.periods import Periods
from muster.extraction.quantities import Quantity

NEAR = 12
"""A phrase that costs less is said of the number itself, even where no noun follows it."""
CARRIED_OVER = 2
"""Sentences over which an elliptical number takes up the measure told before."""


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with what later steps need: where it stands and how much is told of it."""

    figure: Figure
    count: Count
    voice: Voice
    completeness: int


class Figures:
    """Reads the figures of one article."""

    def __init__(
        self, text: Text, mentions: list[Mention], attribution: Attribution, periods: Periods
    ) -> None:
        self.text = text
        self.attribution = attribution
        self.periods = periods
        self.peoples = Peoples(text, mentions)
        self.counts = counts(text)
        self.kinds = text.registry.kinds

    def read(self) -> list[Found]:
        """Return the figures in text order, each claim once."""
        found: list[Found] = []
        by_sentence: dict[int, list[Count]] = {}
        for count in self.counts:
            by_sentence.setdefault(count.sentence.index, []).append(count)
        for sentence in self.text.sentences:
            for count in by_sentence.get(sentence.index, ()):
                figure = self._figure(count, by_sentence[sentence.index], found)
                if figure is not None:
                    found.append(figure)
            found += self._life_sentences(sentence, found)
        return sorted(_once(found), key=lambda item: item.figure.value_span)

    # -- one number ---------------------------------------------------------------------------

    def _figure(self, count: Count, others: list[Count], found: list[Found]) -> Found | None:
        if count.family == "other" or not self._may_be_figure(count):
            return None
        measured = measure(self.text, count, others)
        previous = self._previous(count, found)
        part_of = self._antecedent(count, previous)
        if count.family in ("elliptical", "persons"):
            if measured is None or (count.family == "elliptical" and measured.cost > NEAR):
                measured = self._taken_up(count, previous)
        elif count.family == "countries":
            measured = self._countries(count, measured)
        if measured is None:
            return None
        return self._complete(count, measured, part_of)

    def _may_be_figure(self, count: Count) -> bool:
        """Leave out what the pack knows to be something else: ages, crowds, wages at home."""
        quantity = count.quantity
        if quantity.role not in ROLES and not (
            quantity.role == "compound" and count.family == "time"
        ):
            return False
        family = "persons" if count.family == "elliptical" else count.family
        traps = count.sentence.of("measures", "not_a_figure", family)
        if family == "persons":
            return not any(0 <= trap.first - count.last <= TRAP_REACH for trap in traps)
        return not traps

    def _previous(self, count: Count, found: list[Found]) -> Found | None:
        """Return the figure before this number, if the text still speaks of it."""
        for item in reversed(found):
            sentence = item.count.sentence
            if item.figure.unit not in ("persons", "countries"):
                continue
            if count.sentence.index - sentence.index <= CARRIED_OVER or (
                sentence.paragraph == count.sentence.paragraph
            ):
                return item
            return None
        return None

    def _antecedent(self, count: Count, previous: Found | None) -> Found | None:
        """Return the figure of which this one is a part: "3,388 of them are dead"."""
        if previous is None or previous.figure.unit != "persons":
            return None
        words = set(self.text.lower[count.last : count.end + 2])
        pointing = self.text.pack.words("people", "elliptical", "pointing")
        same_paragraph = previous.count.sentence.paragraph == count.sentence.paragraph
        if (words & pointing and count.family == "elliptical") or (
            count.family == "elliptical" and same_paragraph
        ):
            return previous
        return None

    def _taken_up(self, count: Count, previous: Found | None) -> Measured | None:
        """Let a number without a phrase of its own go on with the measure told before."""
        if previous is None:
            return None
        noun = count.noun
        is_people = noun is not None and (
            noun.label[1] == "groups" or self.peoples.direct(count) is not None
        )
        if count.family == "elliptical" and previous.figure.unit in ("persons", "countries"):
            if self._goes_with(count):
                return Measured(previous.figure.measure, NEAR, None)
        if is_people and previous.figure.unit == "persons":
            return Measured(previous.figure.measure, NEAR, None)
        return None

    def _goes_with(self, count: Count) -> bool:
        """Tell whether an elliptical number names whom it counts: a people or a country near."""
        return count.quantity.is_increment or self.peoples.around(count) is not None

    def _countries(self, count: Count, measured: Measured | None) -> Measured | None:
        sentence = count.sentence
        for name in ("countries_on_stop_list", "countries_of_origin_of_prisoners"):
            near = [s for s in self.text.sentences if s.paragraph == sentence.paragraph]
            if any(s.of("measures", "countries", name, "either") for s in near):
                return Measured(name, 0, None)
        return measured

    def _complete(self, count: Count, measured: Measured, part_of: Found | None) -> Found | None:
        population = self._population(count, part_of)
        if population in self.peoples.belligerents or population is None:
            return None
        default = self.kinds[measured.measure]
        inherited = part_of.figure.period if part_of else None
        period, kind = self.periods.period(count, default, inherited)
        voice = self.attribution.voice(count.sentence, count.first)
        side = self.peoples.side(count.sentence)
        unit, low, high = self._in_codebook_unit(count, measured, population)
        quantity = count.quantity
        figure = Figure(
            measure=measured.measure, unit=unit, relation=quantity.relation,
            value_low=low, value_high=high, population=population, side=side,
            kind=kind, period=period,
            claimant=voice.claimant, claimant_org=voice.organisation, relayed_by=voice.relayed_by,
            value_span=(quantity.start, quantity.end), quote_span=count.sentence.span,
        )  # fmt: skip
        completeness = (
            4 * (not count.sentence.is_heading)
            + 2 * (not voice.is_silent)
            + (quantity.relation != "exact")
            + bool(self.periods.of_count(count))
            + (count.family != "elliptical")
        )
        return Found(figure, count, voice, completeness)

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

    def _population(self, count: Count, part_of: Found | None) -> str | None:
        """Return whom the number counts: told beside it, in its sentence, or before."""
        code = self.peoples.owner(count) or self.peoples.direct(count)
        if code is None and part_of is not None:
            code = self._other_people_here(count) or part_of.figure.population
        code = code or self.peoples.around(count)
        code = code or self.peoples.before(count.sentence, in_paragraph=True)
        code = code or self.peoples.before(count.sentence, in_paragraph=False) or self.peoples.main
        if code == "ALL" and (without := self.peoples.left_out(count.sentence)):
            return f"ALL-x{without}"
        return code

    def _other_people_here(self, count: Count) -> str | None:
        """Return a country that stands with an elliptical number: "for Kenya 46"."""
        return self.peoples.around(count)

    # -- sentences for life -------------------------------------------------------------------

    def _life_sentences(self, sentence: Sentence, found: list[Found]) -> Iterator[Found]:
        for mark in sentence.of("measures", "life", "phrases"):
            bounds = [
                m
                for m in sentence.of("measures", "time", "sentence_maximum", "either")
                if m.last <= mark.first
            ]
            up_to = [
                m
                for m in bounds
                if self.text.lower[m.first : m.last] == ["up", "to"] and m.last == mark.first
            ]
            name = "sentence_maximum" if bounds else "sentence_imposed"
            values = [
                m
                for m in sentence.of("measures", "life", "value")
                if mark.first <= m.first and m.last <= mark.last
            ]
            value = max(values, key=lambda m: (m.last - m.first, -m.first), default=mark)
            first = up_to[0].first if up_to else value.first
            span = self.text.span_of(first, value.last)
            yield self._life(sentence, span, name, is_ceiling=bool(up_to), token=first)

    def _life(
        self, sentence: Sentence, span: Span, name: str, *, is_ceiling: bool, token: int
    ) -> Found:
        quantity = Quantity(
            start=span[0], end=span[1], relation="up_to" if is_ceiling else "exact",
            low=None if is_ceiling else 1.0, high=1.0 if is_ceiling else None,
            number_span=span, unit=None, form="words", is_increment=False,
        )  # fmt: skip
        count = Count(quantity, sentence, token, token + 1, "time", "life", None, token + 1)
        found = self._complete(count, Measured(name, 0, None), None)
        assert found is not None
        return found


ROLES = frozenset({"count"})
TRAP_REACH = 4


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
        key = (figure.measure, figure.unit, *value, figure.population, figure.kind == "flow")
        other = kept.get(key)
        if other is None or item.completeness > other.completeness:
            kept[key] = item
    return list(kept.values())
