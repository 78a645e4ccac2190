"""Numbers with their money or per cent: "$2,000", "KSh1.2m", "22%", "nine lakh rupees"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from muster.extraction.numerals import Numeral, numerals
from muster.extraction.tokens import DASHES, FRACTIONS, Phrases, Tokens, pack, phrases


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral with the currency before it or the percent sign after it."""

    first: int
    last: int
    start: int
    end: int
    numeral: Numeral
    unit: str | None
    unit_last: int
    """The token after the unit's words: after "per cent" in "30 per cent"."""


@dataclass(slots=True)
class Reading:
    """A quantity while it is put together."""

    first: int
    last: int
    start: int
    end: int
    number_span: tuple[int, int]
    low: float
    high: float
    unit: str | None
    form: str
    relation: str
    role: str
    is_increment: bool
    is_bounded: bool = False
    is_joined: bool = False

    @classmethod
    def of(cls, amount: Amount, *, is_increment: bool) -> Reading:
        """What the amount says alone."""
        numeral = amount.numeral
        relation = "approximately" if numeral.is_rounded else "exact"
        return cls(
            first=amount.first,
            last=amount.last,
            start=amount.start,
            end=amount.end,
            number_span=(numeral.start, numeral.end),
            low=numeral.low,
            high=numeral.high,
            unit=amount.unit,
            form=numeral.form,
            relation="range" if numeral.is_vague else relation,
            role="fraction" if numeral.is_fraction else "count",
            is_increment=is_increment,
        )

    def bound(self, relation: str) -> None:
        """Applies a bound. A firm one outweighs "about", and a range under "about" stays one."""
        self.is_bounded = True
        if relation != "approximately" or self.relation == "exact":
            self.relation = relation


class Amounts:
    """The amounts of one language."""

    def __init__(self, language: str) -> None:
        data = pack(language, "numbers")
        currency, percent = data["currency"], data["percent"]
        self.numerals = numerals(language)
        self.signs: dict[str, str] = currency["signs"]
        self.dollar_of: dict[str, str] = currency["dollar_of"]
        self.codes: dict[str, str] = currency["codes"]
        self.words = phrases(currency["words"])
        self.percent_signs = frozenset(percent["included"])
        self.percent_words = Phrases(
            {
                phrase: "percentage_points" if phrase in percent["points"] else "percent"
                for phrase in percent["words"]
            }
        )
        codes = {code.lower() for code in (*self.codes, *self.dollar_of)}
        self.starts = frozenset(
            self.numerals.starters | self.signs.keys() | codes | _SIGNS | set(FRACTIONS) | {"."}
        )
        """The words, besides figures, with which an amount can begin."""

    def read(self, tokens: Tokens, index: int) -> Amount | None:
        """The amount that starts at this token."""
        if index >= len(tokens.words):
            return None
        unit, at = self._money_before(tokens, index)
        if at >= len(tokens.words) or (unit and tokens.starts[at] - tokens.ends[at - 1] > 1):
            return None
        numeral = self._signed(tokens, at, is_money=unit is not None)
        if numeral is None:
            return None
        last, end = numeral.last, numeral.end
        unit_last = last
        if tokens.word(last) in self.percent_signs and tokens.starts[last] - end <= 1:
            unit, last, end = unit or "percent", last + 1, tokens.ends[last]
            unit_last = last
        elif unit is None:
            unit, unit_last = self._unit_after(tokens, last)
        return Amount(index, last, tokens.starts[index], end, numeral, unit, unit_last)

    def _money_before(self, tokens: Tokens, index: int) -> tuple[str | None, int]:
        """A currency, and where the number after it starts: "$", "US$", "$A", "KSh", "Rs."."""
        raw = tokens.raw(index)
        if raw in self.signs:
            if tokens.glued(index + 1) and tokens.raw(index + 1) in self.dollar_of:
                return self.dollar_of[tokens.raw(index + 1)], index + 2
            return self.signs[raw], index + 1
        if raw in self.dollar_of and tokens.word(index + 1) in self.signs:
            return self.dollar_of[raw], index + 2
        if raw in self.codes and not tokens.glued(index):
            at = index + 1
            if tokens.word(at) == "." and tokens.glued(at):
                at += 1
            if tokens.word(at)[:1].isdecimal():
                return self.codes[raw], at
        return None, index

    def _signed(self, tokens: Tokens, at: int, *, is_money: bool) -> Numeral | None:
        """The number, a plus or minus that touches it included: "-5", "+628", "$-50"."""
        sign = tokens.words[at]
        if sign not in _SIGNS:
            return self.numerals.read(tokens, at)
        if not tokens.glued(at + 1) or not tokens.words[at + 1][0].isdecimal():
            return None
        if tokens.glued(at) and not is_money and tokens.words[at - 1] not in _BEFORE_SIGN:
            return None
        numeral = self.numerals.read(tokens, at + 1)
        if numeral is None:
            return None
        value = numeral.low if sign == "+" else -numeral.low
        return replace(numeral, first=at, start=tokens.starts[at], low=value, high=value)

    def _unit_after(self, tokens: Tokens, index: int) -> tuple[str | None, int]:
        for units in (self.percent_words, self.words):
            if found := units.starting_at(tokens, index):
                return str(found[2]), found[0]
        if index < len(tokens.words) and (code := self.codes.get(tokens.raw(index))):
            return code, index + 1
        return None, index


@lru_cache(maxsize=8)
def amounts(language: str) -> Amounts:
    """The amounts of a language, read once."""
    return Amounts(language)


_SIGNS = DASHES | {"+"}
_BEFORE_SIGN = frozenset("([~≈<>=")
