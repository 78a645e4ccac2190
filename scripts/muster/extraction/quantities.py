"""Every quantity of a text, with the bound it is said with: "more than 150", "15 to 20", "dozens".

A quantity is a number that counts or measures something. A number that names something is none and
is left out: years and dates, clock times, ordinals, military units and articles of law, versions,
telephone and account numbers, results of games, "COVID-19", "T-90", "No. 3". ``numbers_left_out``
lists these with the reason.

What stands in a span is enough to read it again: ``quantities(text[q.start : q.end])`` gives one
quantity with the same relation and the same ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from muster.extraction.number_names import number_names
from muster.extraction.numerals import Numeral, numerals
from muster.extraction.tokens import DASHES, FRACTIONS, Phrases, Tokens, pack, phrases, tokenize


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
    return _grammar(language).find(tokenize(text))[0]


def numbers_left_out(text: str, language: str = "en") -> list[tuple[int, int, str]]:
    """The numbers that ``quantities`` took for none: (start, end, reason)."""
    return _grammar(language).find(tokenize(text))[1]


@dataclass(frozen=True, slots=True)
class _Amount:
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
class _Reading:
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
    def of(cls, amount: _Amount, *, is_increment: bool) -> _Reading:
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

    def quantity(self) -> Quantity:
        is_upper = self.relation in {"at_most", "less_than", "up_to"}
        return Quantity(
            start=self.start,
            end=self.end,
            relation=self.relation,
            low=None if is_upper else self.low,
            high=self.high if is_upper or self.relation == "range" else None,
            number_span=self.number_span,
            unit=self.unit,
            form=self.form,
            is_increment=self.is_increment,
            role=self.role,
        )


class _Grammar:
    """The quantities of one language."""

    def __init__(self, language: str) -> None:
        data = pack(language, "numbers")
        self.numerals = numerals(language)
        self.names = number_names(language)
        self.amounts = _Amounts(language)
        self.ranges = _Ranges(language, self.amounts)
        self.bounds = _Bounds(language)
        self.ratio = phrases({"ratio": data["small"]["ratio"]})
        self.age_before = phrases({"age": data["age"]["before"]})
        self.age_after = phrases({"age": data["age"]["after"]})
        self._starts = self.amounts.starts | self.names.phrases.first_words

    def find(self, tokens: Tokens) -> tuple[list[Quantity], list[tuple[int, int, str]]]:
        """The quantities, and the numbers that are none with the reason, in one pass."""
        found: list[Quantity] = []
        left_out: list[tuple[int, int, str]] = []
        reserved = self.names.reserved(tokens)
        index = floor = 0
        for index_after, word in enumerate(tokens.words):
            if index_after < index or not (word in self._starts or word[0].isdecimal()):
                continue
            index = index_after
            if name := self.names.phrases.starting_at(tokens, index):
                left_out.append((tokens.starts[index], tokens.ends[name[0] - 1], name[2]))
                index = name[0]
            elif amount := self.amounts.read(tokens, index):
                last = self.names.chain(tokens, amount.numeral)
                if last is not None:
                    left_out.append((amount.numeral.start, tokens.ends[last - 1], "code"))
                    index = last
                    continue
                reading = self._read(tokens, amount, floor)
                reason = self._reason(tokens, amount, reading, reserved)
                if reason is None:
                    found.append(reading.quantity())
                    index = floor = reading.last
                else:
                    left_out.append((amount.start, amount.end, reason))
                    index = amount.last
        return found, left_out

    def _read(self, tokens: Tokens, amount: _Amount, floor: int) -> _Reading:
        """The amount with what belongs to it; nothing before token ``floor`` is taken."""
        sign = tokens.words[amount.numeral.first]
        reading = _Reading.of(amount, is_increment=sign == "+" and amount.unit is None)
        if not amount.numeral.is_vague and not self.ranges.join(tokens, amount, reading, floor):
            self._as_ratio(tokens, amount, reading)
        self.bounds.look_left(tokens, reading, floor)
        self.bounds.look_right(tokens, reading)
        if reading.role == "count" and reading.unit is None:
            reading.role = self._role(tokens, reading)
        return reading

    def _reason(
        self, tokens: Tokens, amount: _Amount, reading: _Reading, reserved: dict[int, str]
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

    def _as_ratio(self, tokens: Tokens, amount: _Amount, reading: _Reading) -> None:
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

    def _is_whole(self, tokens: Tokens, part: float, whole: _Amount) -> bool:
        """Whether a share of it is meant: "one in 23"; not "two in three days"."""
        value, following = whole.numeral.low, tokens.word(whole.last)
        if whole.unit or whole.numeral.is_fraction or self.names.is_time(following):
            return False
        if tokens.glued(whole.last) and following.isalpha():
            return False
        is_year = self.names.dates.moments.is_year(tokens, whole.numeral.first)
        return part < value and not is_year and (part == 1 or value in _ROUND)

    def _role(self, tokens: Tokens, reading: _Reading) -> str:
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

    def _is_apposition(self, tokens: Tokens, reading: _Reading) -> bool:
        """Whether it stands as an age after a name: "Ada Lovelace, 36,"."""
        first = reading.first
        return (
            first >= 3
            and tokens.words[first - 1] in {",", "("}
            and tokens.word(reading.last) in {",", ")"}
            and tokens.text[reading.start : reading.end].isdecimal()
            and all(tokens.raw(at)[0].isupper() for at in (first - 2, first - 3))
        )


class _Amounts:
    """Numbers with their money or per cent."""

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

    def read(self, tokens: Tokens, index: int) -> _Amount | None:
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
        return _Amount(index, last, tokens.starts[index], end, numeral, unit, unit_last)

    def _money_before(self, tokens: Tokens, index: int) -> tuple[str | None, int]:
        """A currency before the number, and where the number starts: "$", "US$", "KSh", "Rs."."""
        raw = tokens.raw(index)
        if raw in self.signs:
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


class _Ranges:
    """Two numbers that are the ends of one range."""

    def __init__(self, language: str, amounts: _Amounts) -> None:
        ranges = pack(language, "numbers")["ranges"]
        self.amounts = amounts
        self.names = number_names(language)
        self.openings = phrases({"between": ranges["between"], "from": ranges["from"]})
        self.joiners = {
            "between": frozenset(ranges["between_and"]),
            "from": frozenset(ranges["from_to"]),
            "": frozenset(ranges["plain_to"]),
        }
        self.alternatives = frozenset(ranges["or"])
        self.change = frozenset(ranges["change"])
        self.by = frozenset(ranges["by"])

    def join(self, tokens: Tokens, amount: _Amount, reading: _Reading, floor: int) -> bool:
        """Takes in the second number, if there is one; whether there was."""
        opening = self.openings.ending_at(tokens, amount.first)
        if opening is not None and opening[0] < floor:
            opening = None
        kind = opening[2] if opening else ""
        second, joiner = self._second(tokens, amount, kind)
        if second is None or not self._are_ends(tokens, amount, second, joiner):
            return False
        if joiner not in DASHES and self._tells_change(tokens, amount, second, opening):
            return False
        low, high = amount.numeral.low, second.numeral.high
        low *= self._shared_scale(amount.numeral, second.numeral, joiner)
        if not low < high or not self._is_plausible(tokens, amount, joiner, low, high):
            return False
        reading.last, reading.end = second.last, second.end
        reading.number_span = (amount.numeral.start, second.numeral.end)
        reading.low, reading.high, reading.relation = low, high, "range"
        reading.unit = second.unit or amount.unit
        reading.form = (
            amount.numeral.form if amount.numeral.form == second.numeral.form else "mixed"
        )
        reading.is_joined = True
        if opening is not None:
            reading.first, reading.start = opening[0], tokens.starts[opening[0]]
        return True

    def _shared_scale(self, first: Numeral, second: Numeral, joiner: str) -> float:
        """What the second number says for both: "1.5 to 2 million", "10-15,000"."""
        scale = second.scale
        if second.form == "digits" and joiner in DASHES and second.high % 1000 == 0:
            scale = 1000.0
        return scale if first.scale == 1 and first.low < second.high / scale else 1.0

    def _second(self, tokens: Tokens, amount: _Amount, kind: str) -> tuple[_Amount | None, str]:
        """The number that "and", "to" or a dash leads to, and which of these it was."""
        at, noun = amount.unit_last, None
        joiners = self.joiners[kind]
        is_tied = tokens.word(at) in DASHES and tokens.word(at + 1) in joiners  # "0-to-60"
        at += is_tied
        word = tokens.word(at)
        is_dash = word in DASHES and self._is_range_dash(tokens, at)
        if not is_dash and word not in joiners:
            if not word[:1].isalpha() or tokens.word(at + 1) not in joiners:
                return None, ""
            noun, at = word, at + 1  # "252 miles to 287 miles"
        then = at + 2 if is_tied and tokens.word(at + 1) in DASHES else at + 1
        second = self.amounts.read(tokens, then)
        if second is not None and noun and tokens.word(second.last) not in {noun, ""}:
            return None, ""
        return second, tokens.word(at)

    def _are_ends(self, tokens: Tokens, first: _Amount, second: _Amount, joiner: str) -> bool:
        """Whether the two are of one kind."""
        if second.numeral.is_vague or second.numeral.is_fraction != first.numeral.is_fraction:
            return False
        if first.unit and second.unit and first.unit != second.unit:
            return False
        if self.names.touches_ordinal(tokens, second.numeral):
            return False
        if joiner in DASHES and first.unit is None and second.unit is None:
            is_small = second.numeral.high <= _HIGHEST_SCORE
            return first.numeral.low >= 0 and not (
                is_small and self.names.is_score(tokens, first.first)
            )
        return True

    def _tells_change(
        self,
        tokens: Tokens,
        first: _Amount,
        second: _Amount,
        opening: tuple[int, str, str] | None,
    ) -> bool:
        """Whether they tell of a change: "rose from 3,000 to 5,000", "gained 0.7 percent to 27"."""
        is_share_to_level = first.unit == "percent" and second.unit is None
        if is_share_to_level and second.numeral.high > _WHOLE:
            return True
        if not is_share_to_level and (opening is None or opening[2] != "from"):
            return False
        at = opening[0] if opening else first.first
        return any(word in self.change for word in tokens.words[max(0, at - 3) : at])

    def _is_plausible(
        self, tokens: Tokens, amount: _Amount, joiner: str, low: float, high: float
    ) -> bool:
        """Not "25k or 40k", which are two numbers, nor "by 43 to 419", which tells of a change."""
        if joiner in self.alternatives:
            return high <= 1.5 * low or high - low <= 1
        return tokens.word(amount.first - 1) not in self.by or high <= 3 * low

    def _is_range_dash(self, tokens: Tokens, at: int) -> bool:
        """A dash close to both numbers, or apart from both and no em dash."""
        is_close = tokens.glued(at)
        return is_close == tokens.glued(at + 1) and (is_close or tokens.words[at] in _SPACED_DASHES)


class _Bounds:
    """The words around a number that say how firmly it stands."""

    def __init__(self, language: str) -> None:
        bounds, numbers = pack(language, "bounds"), pack(language, "numbers")
        self.numerals = numerals(language)
        self.function_words = frozenset(numbers["function"]["words"])
        self.signs = frozenset(numbers["currency"]["signs"])
        self.than = frozenset(numbers["small"]["than"])
        self.more_before = phrases({"more": numbers["increments"]["before"]})
        self.more_after = phrases({"more": numbers["increments"]["after"]})
        self.before = phrases(bounds["before"])
        self.after = phrases(bounds["after"])
        self.after_noun = phrases(bounds["after_noun"])
        self.veto: dict[str, list[str]] = bounds["veto"]
        self.not_after_number = frozenset(bounds["not_after_number"]["words"])
        self.intensifiers = phrases({"": bounds["intensifiers"]["words"]})
        self.negation = frozenset(bounds["negation"]["words"])
        self.turns: dict[str, str] = bounds["negation"]["turns"]
        self.never_turns = frozenset(bounds["negation"]["never_turns"]["phrases"])

    def look_left(self, tokens: Tokens, reading: _Reading, floor: int) -> None:
        """Takes in up to three qualifiers before the number: "another", "at least", "some"."""
        for _ in range(_MOST_QUALIFIERS):
            at = reading.first
            if (found := self._bound_before(tokens, at, floor)) is not None:
                reading.bound(found[1])
                first = found[0]
            elif (more := self.more_before.ending_at(tokens, at)) and more[0] >= floor:
                reading.is_increment = True
                first = more[0]
            else:
                return
            reading.first, reading.start = first, tokens.starts[first]

    def _bound_before(self, tokens: Tokens, at: int, floor: int) -> tuple[int, str] | None:
        """The bound that ends before token ``at``: where it starts, and its relation."""
        found = self.before.ending_at(tokens, at)
        if found is None or found[0] < floor:
            return None
        first, phrase, relation = found
        if phrase[0].isalpha():
            if first == floor > 0 and phrase in self.not_after_number:
                return None
            if first > floor and tokens.words[first - 1] in self.veto.get(phrase, ()):
                return None
        elif tokens.starts[at] - tokens.ends[at - 1] > 1 or tokens.word(first - 1) in _COMPARISONS:
            return None
        for _ in range(_MOST_QUALIFIERS):
            more = self.intensifiers.ending_at(tokens, first)
            if more is None or more[0] < floor:
                break
            first = more[0]
        turns = relation in self.turns and phrase not in self.never_turns
        if turns and first > floor and tokens.words[first - 1] in self.negation:
            return first - 1, self.turns[relation]
        return first, relation

    def look_right(self, tokens: Tokens, reading: _Reading) -> None:
        """Takes in qualifiers after the number: "more", "or so", "+", "-odd"."""
        for _ in range(_MOST_QUALIFIERS):
            at = reading.last
            more = self.more_after.starting_at(tokens, at)
            if more and tokens.word(more[0]) not in self.than and not tokens.glued(at):
                reading.is_increment = True
                self._extend(tokens, reading, more[0])
            elif bound := self._bound_after(tokens, at):
                reading.bound(bound[1])
                self._extend(tokens, reading, bound[0])
            else:
                break
        if not reading.is_bounded:
            self._look_past_noun(tokens, reading)

    def _bound_after(self, tokens: Tokens, at: int) -> tuple[int, str] | None:
        is_tied = tokens.word(at) in DASHES and tokens.glued(at)  # "20-odd", "20-plus"
        found = self.after.starting_at(tokens, at + is_tied)
        if found is None or self._leads_on(tokens, found[0], found[1]):
            return None
        if not is_tied and tokens.glued(at) and found[1][0].isalpha():
            return None
        return found[0], found[2]

    def _leads_on(self, tokens: Tokens, after: int, phrase: str) -> bool:
        """Whether a qualifier belongs to what follows: "5 plus 3", "12 or more than 20"."""
        word = tokens.word(after)
        if word in self.than:
            return True
        if not phrase[0].isalpha():
            return word[:1].isdecimal() and tokens.glued(after)
        return word[:1].isdecimal() or word in self.numerals.starters or word in self.signs

    def _look_past_noun(self, tokens: Tokens, reading: _Reading) -> None:
        """Takes in "200 men or more": without the noun, the bound would be lost."""
        for at in (reading.last, reading.last + 1):
            word = tokens.word(at)
            if not word.isalpha() or word in self.function_words:
                return
            found = self.after_noun.starting_at(tokens, at + 1)
            if found and not self._leads_on(tokens, found[0], found[1]):
                reading.bound(found[2])
                self._extend(tokens, reading, found[0])
                return

    def _extend(self, tokens: Tokens, reading: _Reading, last: int) -> None:
        reading.last, reading.end = last, tokens.ends[last - 1]


@lru_cache(maxsize=8)
def _grammar(language: str) -> _Grammar:
    return _Grammar(language)


_SIGNS = DASHES | {"+"}
_COMPARISONS = frozenset("<>=")
_BEFORE_SIGN = frozenset("([~≈<>=")
_SPACED_DASHES = frozenset("-–−")
_OLDEST = 120
_WHOLE = 100
_HIGHEST_SCORE = 200
_MOST_QUALIFIERS = 3
_SMALL = frozenset(float(part) for part in range(1, 10))
_ROUND = frozenset(
    float(whole)
    for whole in (*range(2, 11), 12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1e3, 1e4, 1e5, 1e6)
)
