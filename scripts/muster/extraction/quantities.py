"""Every quantity of a text, with the bound it is said with: "more than 150", "15 to 20", "dozens".

A quantity is a number that counts or measures something. A number that names something is none and
is left out: years and dates, clock times, ordinals, military units and articles of law, versions,
telephone and account numbers, results of games, "COVID-19", "T-90", "No. 3". ``numbers_left_out``
lists these with the reason.

What stands in a span is enough to read it again: ``quantities(text[q.start : q.end])`` gives one
quantity with the same relation and the same ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from muster.extraction.amounts import Amount, Reading, amounts
from muster.extraction.bounds import bounds
from muster.extraction.dates import Found, date_grammar
from muster.extraction.moments import is_year_number
from muster.extraction.number_names import number_names
from muster.extraction.numerals import numerals
from muster.extraction.ranges import ranges
from muster.extraction.tokens import DASHES, Tokens, pack, phrases, tokenize


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity. Spans are code points of the text as given, end exclusive."""

    start: int
    end: int
    """From the qualifier, a currency sign included, to the number's end or a qualifier after it, a
    percent sign included. Words for units stay out: "more than 150", "$2,000-$3,000", "22%"."""
    relation: str
    """A relation of ``seeds/codebook/relations.csv``."""
    low: float | None
    """The number, or the lower end of a range; None for at_most, less_than and up_to."""
    high: float | None
    """The number of at_most, less_than and up_to, or the upper end of a range; else None."""
    number_span: tuple[int, int]
    """The bare number; of a range, from its first number to its second."""
    unit: str | None
    """What the characters say: an ISO 4217 code, a small word for a currency that several states
    share ("rupee", "shilling"), ``percent`` or ``percentage_points``; otherwise None."""
    form: str
    """digits, words, mixed ("1.5 million"), article ("a dozen", "a million"), vague ("dozens")."""
    is_increment: bool
    """Said as coming on top of another number: "another 200", "ten more"."""
    role: str = "count"
    """count; fraction ("a third of", "two-thirds"); ratio ("one in five": 0.2); age ("aged 26",
    "26-year-old"); compound, where the number qualifies a noun ("a 17-man unit", "24-hour")."""


def quantities(text: str, language: str = "en") -> list[Quantity]:
    """The quantities of a text, in order, none overlapping another.

    Never fails on a text, and takes time linear in its length.

    Raises:
        MusterError: there is no pack for the language.
    """
    tokens = tokenize(text)
    return counted(tokens, date_grammar(language).find(tokens, None), language)


def counted(tokens: Tokens, dates: Iterable[Found], language: str) -> list[Quantity]:
    """The quantities of a text whose dates are found already, with or without their day."""
    return _grammar(language).find(tokens, dates)[0]


def numbers_left_out(text: str, language: str = "en") -> list[tuple[int, int, str]]:
    """The numbers that ``quantities`` took for none: (start, end, reason)."""
    tokens = tokenize(text)
    return _grammar(language).find(tokens, date_grammar(language).find(tokens, None))[1]


class _Grammar:
    """The quantities of one language."""

    def __init__(self, language: str) -> None:
        data = pack(language, "numbers")
        self.numerals = numerals(language)
        self.names = number_names(language)
        self.amounts = amounts(language)
        self.ranges = ranges(language)
        self.bounds = bounds(language)
        self.ratio = phrases({"ratio": data["small"]["ratio"]})
        self.age_before = phrases({"age": data["age"]["before"]})
        self.age_after = phrases({"age": data["age"]["after"]})
        self._starts = self.amounts.starts | self.names.phrases.first_words

    def find(
        self, tokens: Tokens, dates: Iterable[Found]
    ) -> tuple[list[Quantity], list[tuple[int, int, str]]]:
        """The quantities, and the numbers that are none with the reason, in one pass."""
        found: list[Quantity] = []
        left_out: list[tuple[int, int, str]] = []
        reserved = self.names.reserved(tokens, dates)
        done = floor = 0
        for index, word in enumerate(tokens.words):
            if index < done or not (word in self._starts or word[0].isdecimal()):
                continue
            if name := self.names.phrases.starting_at(tokens, index):
                done = name[0]
                left_out.append((tokens.starts[index], tokens.ends[done - 1], name[2]))
            elif amount := self.amounts.read(tokens, index):
                if (last := self.names.chain(tokens, amount.numeral)) is not None:
                    done = last
                    left_out.append((amount.numeral.start, tokens.ends[done - 1], "code"))
                    continue
                reading = self._read(tokens, amount, floor)
                reason = self._reason(tokens, amount, reading, reserved)
                if reason is None:
                    done = floor = reading.last
                    found.append(_quantity(reading))
                else:
                    done = amount.last
                    left_out.append((amount.start, amount.end, reason))
        return found, left_out

    def _read(self, tokens: Tokens, amount: Amount, floor: int) -> Reading:
        """The amount with what belongs to it; nothing before token ``floor`` is taken."""
        sign = tokens.words[amount.numeral.first]
        reading = Reading.of(amount, is_increment=sign == "+" and amount.unit is None)
        if not amount.numeral.is_vague and not self.ranges.join(tokens, amount, reading, floor):
            self._as_ratio(tokens, amount, reading)
        self.bounds.look_left(tokens, reading, floor)
        self.bounds.look_right(tokens, reading)
        if reading.role == "count" and reading.unit is None:
            reading.role = self._role(tokens, reading)
        return reading

    def _reason(
        self, tokens: Tokens, amount: Amount, reading: Reading, reserved: dict[int, str]
    ) -> str | None:
        """Why the number is no quantity. A text that is nothing but a quantity is one."""
        if reading.first == 0 and reading.last == len(tokens.words):
            return None
        return reserved.get(amount.numeral.first) or self.names.reason(
            tokens,
            amount.numeral,
            reading.first,
            has_unit=reading.unit is not None,
            is_bounded=reading.is_bounded,
            is_joined=reading.is_joined,
        )

    def _as_ratio(self, tokens: Tokens, amount: Amount, reading: Reading) -> None:
        """Reads "one in five" as the share 0.2."""
        part = amount.numeral
        joiner = self.ratio.starting_at(tokens, amount.last)
        if joiner is None or amount.unit or part.low not in _SMALL or part.is_rounded:
            return
        whole = self.amounts.read(tokens, joiner[0])
        if whole is None or not self._is_whole(tokens, part.low, whole):
            return
        reading.last, reading.end, reading.role = whole.last, whole.end, "ratio"
        reading.number_span = (part.start, whole.numeral.end)
        reading.low = reading.high = part.low / whole.numeral.low

    def _is_whole(self, tokens: Tokens, part: float, whole: Amount) -> bool:
        """Whether a share of it is meant: "one in 23"; not "two in three days"."""
        value, following = whole.numeral.low, tokens.word(whole.last)
        if whole.unit or whole.numeral.is_fraction or self.names.is_time(following):
            return False
        if tokens.glued(whole.last) and following.isalpha():
            return False
        if is_year_number(tokens.words[whole.numeral.first]):
            return False
        return part < value and (part == 1 or value in _ROUND)

    def _role(self, tokens: Tokens, reading: Reading) -> str:
        """Whether the number is an age, or qualifies a noun."""
        first, last = reading.first, reading.last
        is_tied = tokens.word(last) in DASHES and tokens.glued(last)
        if self.age_after.starting_at(tokens, last + is_tied):
            return "age"
        if reading.high <= _OLDEST and (
            self.age_before.ending_at(tokens, first) or self._is_apposition(tokens, reading)
        ):
            return "age"
        is_compound = is_tied and tokens.glued(last + 1) and tokens.words[last + 1][0].isalpha()
        return "compound" if is_compound else "count"

    def _is_apposition(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether it stands as an age after a name: "Ada Lovelace, 36,"."""
        first = reading.first
        return (
            first >= 3
            and tokens.words[first - 1] in {",", "("}
            and tokens.word(reading.last) in {",", ")"}
            and tokens.text[reading.start : reading.end].isdecimal()
            and all(tokens.raw(at)[0].isupper() for at in (first - 2, first - 3))
        )


@lru_cache(maxsize=8)
def _grammar(language: str) -> _Grammar:
    return _Grammar(language)


def _quantity(reading: Reading) -> Quantity:
    is_upper = reading.relation in {"at_most", "less_than", "up_to"}
    return Quantity(
        start=reading.start,
        end=reading.end,
        relation=reading.relation,
        low=None if is_upper else reading.low,
        high=reading.high if is_upper or reading.relation == "range" else None,
        number_span=reading.number_span,
        unit=reading.unit,
        form=reading.form,
        is_increment=reading.is_increment,
        role=reading.role,
    )


_OLDEST = 120
_SMALL = frozenset(float(part) for part in range(1, 10))
_ROUND = frozenset(
    float(whole)
    for whole in (*range(2, 11), 12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1e3, 1e4, 1e5, 1e6)
)
