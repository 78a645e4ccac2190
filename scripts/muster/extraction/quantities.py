"""Every quantity of a text with the bound that it is said with: "more than 150", "15 to 20", "dozens".

A quantity is a number that counts or measures something. A number that names something is none and
is left out: years and dates, clock times, ordinals, units and articles of law, versions, telephone
and account numbers, results of matches, "COVID-19", "T-90", "No. 3". ``numbers_left_out`` lists
these with the reason.

What stands in a span is enough to read it again: ``quantities(text[q.start : q.end])`` gives one
quantity with the same relation and the same ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from muster.extraction.dates import date_grammar
from muster.extraction.numerals import Numeral, numerals
from muster.extraction.tokens import BREAK, DASHES, Phrases, Tokens, pack, phrases, tokenize

Form = Literal["digits", "words", "mixed", "article", "vague"]
Role = Literal["count", "fraction", "ratio", "age", "compound"]


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
    """Of exact, approximately, at_least, more_than and range; None for the others."""
    high: float | None
    """Of at_most, less_than, up_to and range; None for the others."""
    number_span: tuple[int, int]
    """The bare number; of a range, from its first to its second."""
    unit: str | None
    """What the characters say: an ISO 4217 code, a small word for a currency that several states
    share ("rupee", "shilling"), ``percent``, ``percentage_points``; otherwise None."""
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
    """The numbers that ``quantities`` read and took for no quantity: (start, end, reason)."""
    return _grammar(language).find(tokenize(text))[1]


@dataclass(frozen=True, slots=True)
class _Amount:
    """A numeral with its currency or percent sign; tokens ``first`` to ``last``."""

    first: int
    last: int
    start: int
    end: int
    numeral: Numeral
    unit: str | None
    low: float
    high: float
    has_unit_inside: bool
    """Whether the unit is a sign that stands in the span."""
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
    role: str = "count"
    is_increment: bool = False
    is_bounded: bool = False
    is_joined: bool = False

    def quantity(self) -> Quantity:
        low: float | None = self.low
        high: float | None = None
        if self.relation == "range":
            high = self.high
        elif self.relation in {"at_most", "less_than", "up_to"}:
            low, high = None, self.high
        return Quantity(
            self.start, self.end, self.relation, low, high, self.number_span, self.unit, self.form,
            self.is_increment, self.role,
        )  # fmt: skip


class _Grammar:
    """The quantities of one language."""

    def __init__(self, language: str) -> None:
        data, bounds = pack(language, "numbers"), pack(language, "bounds")
        self.numerals = numerals(language)
        self.dates = date_grammar(language)
        small, ranges, currency = data["small"], data["ranges"], data["currency"]
        self.of = frozenset(small["of"])
        self.than = frozenset(small["than"])
        self.ratio = phrases({"ratio": small["ratio"]})
        self.half_before = frozenset(small["half_before"])
        self.half_not_after = frozenset(small["half_not_after"])
        self.between = phrases({"between": ranges["between"]})
        self.between_and = frozenset(ranges["between_and"])
        self.range_from = phrases({"from": ranges["from"]})
        self.from_to = frozenset(ranges["from_to"])
        self.plain_to = frozenset(ranges["plain_to"])
        self.change = frozenset(ranges["change"])
        self.increment_before = phrases({"more": data["increments"]["before"]})
        self.increment_after = phrases({"more": data["increments"]["after"]})
        percent = data["percent"]
        self.percent_signs = frozenset(percent["included"])
        self.percent_words = Phrases(
            {
                phrase: "percentage_points" if phrase in percent["points"] else "percent"
                for phrase in percent["words"]
            }
        )
        self.signs: dict[str, str] = currency["signs"]
        self.dollar_of: dict[str, str] = currency["dollar_of"]
        self.codes: dict[str, str] = currency["codes"]
        self.currency_words = phrases(currency["words"])
        self.age_before = phrases({"age": data["age"]["before"]})
        self.age_after = phrases({"age": data["age"]["after"]})
        self.not_units = frozenset(data["glued"]["not_units"])
        self.name_letters = frozenset(data["glued"]["name_letters"])
        designators = data["designators"]
        self.designators = frozenset(designators["words"])
        self.weak_designators = frozenset(designators["weak"])
        self.designator_signs = frozenset(designators["signs"])
        self.idioms = phrases({"name": designators["names"], "idiom": data["idioms"]["phrases"]})
        self.pronoun = frozenset(data["pronoun"]["words"])
        self.pronoun_after = frozenset(data["pronoun"]["after_previous"])
        self.score_words = frozenset(data["scores"]["words"])
        self.clock_after = phrases({"clock": data["clock"]["after"]})
        self.counted = frozenset(data["counted"]["words"])
        self.plural_verbs = frozenset(data["function"]["plural_verbs"])
        self.plural_endings = tuple(data["function"]["plural_endings"])
        self.function_words = frozenset(data["function"]["words"])
        self.before = phrases(bounds["before"])
        self.veto: dict[str, list[str]] = bounds["veto"]
        self.not_after_number = frozenset(bounds["not_after_number"]["words"])
        self.may_bound_years = frozenset(bounds["of_years_too"]["words"])
        self.intensifiers = phrases({"": bounds["intensifiers"]["words"]})
        self.negation = frozenset(bounds["negation"]["words"])
        self.turns: dict[str, str] = bounds["negation"]["turns"]
        self.never_turns = frozenset(bounds["negation"]["never_turns"]["phrases"])
        self.after = phrases(bounds["after"])
        noun = frozenset(bounds["after_noun"]["phrases"])
        self.after_noun = phrases(
            {
                relation: [phrase for phrase in many if phrase in noun]
                for relation, many in bounds["after"].items()
            }
        )
        self._starts = frozenset(self.numerals.starters - self.numerals.articles)

    def find(self, tokens: Tokens) -> tuple[list[Quantity], list[tuple[int, int, str]]]:
        """The quantities, and the numbers that are none, in one pass."""
        found: list[Quantity] = []
        left_out: list[tuple[int, int, str]] = []
        reserved = self._reserved(tokens)
        words, count = tokens.words, len(tokens.words)
        index = floor = 0
        while index < count:
            if (idiom := self.idioms.starting_at(tokens, index)) and idiom[0] - index < count:
                left_out.append((tokens.starts[index], tokens.ends[idiom[0] - 1], idiom[2]))
                index = idiom[0]
                continue
            amount = self._amount(tokens, index)
            if amount is None:
                index += 1
                continue
            if (chain := self._chain(tokens, amount)) is not None:
                left_out.append((tokens.starts[amount.first], tokens.ends[chain - 1], "code"))
                index = chain
                continue
            reading = self._assembled(tokens, amount, floor)
            is_everything = reading.first == 0 and reading.last == count
            reason = (
                None if is_everything else self._is_no_quantity(tokens, amount, reading, reserved)
            )
            if reason:
                left_out.append((amount.start, amount.end, reason))
                index = amount.last
                continue
            found.append(reading.quantity())
            index = floor = reading.last
        return found, left_out

    # --- what is no quantity ------------------------------------------------------------------------

    def _reserved(self, tokens: Tokens) -> dict[int, str]:
        """Tokens that belong to dates, addresses, accounts: token → which."""
        reserved: dict[int, str] = {}
        for mention in self.dates.find(tokens, None):
            for index in mention.numbers:
                reserved[index] = "date"
        at = 0
        for match in _ADDRESS.finditer(tokens.text):
            while at < len(tokens.starts) and tokens.starts[at] < match.start():
                at += 1
            while at < len(tokens.starts) and tokens.starts[at] < match.end():
                reserved[at] = "code"
                at += 1
        return reserved

    def _chain(self, tokens: Tokens, amount: _Amount) -> int | None:
        """Past 192.168.1.2, 1-222-2222, 1:36.6, 17:22: figures that signs tie together."""
        if amount.numeral.form != "digits" or amount.numeral.is_fraction:
            return None
        match = _CHAIN.match(tokens.text, amount.numeral.start)
        if match is None or match.end() <= amount.numeral.end:
            return None
        last = amount.last
        while last < len(tokens.starts) and tokens.starts[last] < match.end():
            last += 1
        return last

    def _is_no_quantity(
        self, tokens: Tokens, amount: _Amount, reading: _Reading, reserved: dict[int, str]
    ) -> str | None:
        """Why this number counts nothing; None when it does."""
        numeral = amount.numeral
        first, last = numeral.first, numeral.last
        is_digits = tokens.words[first][0].isdigit()
        if first in reserved:
            return reserved[first]
        if amount.unit and amount.has_unit_inside:
            return None
        if is_digits and (reason := self._glued(tokens, numeral)):
            return reason
        if numeral.is_fraction:
            return self._is_no_fraction(tokens, numeral, reading)
        before, following = tokens.word(first - 1), tokens.word(last)
        if is_digits and numeral.form == "digits" and not reading.is_joined:
            if before in {"[", "【"} and following in {"]", "】"}:
                return "footnote"
            if self._is_list_number(tokens, first, last):
                return "list number"
            if self.clock_after.starting_at(tokens, last):
                return "clock time"
        if before in self.designator_signs:
            return "name"
        if before in self.pronoun_after and tokens.words[first] in self.pronoun:
            return "pronoun"
        if not reading.is_bounded and not reading.unit and self._is_named(tokens, numeral):
            return "name"
        if is_digits and numeral.form == "digits" and not reading.unit:
            if self._is_year(tokens, numeral, reading):
                return "date"
        return None

    def _glued(self, tokens: Tokens, numeral: Numeral) -> str | None:
        """Figures that touch letters: "S23", "T-90", "72nd", "3D"; units may touch: "5kg"."""
        first, last = numeral.first, numeral.last
        text = tokens.text
        word = tokens.words[first]
        if len(word) > 1 and word[0] == "0" and numeral.form == "digits":
            return "code"
        if tokens.glued(first):
            before = tokens.word(first - 1)
            if before[0].isalnum() or before in _GLUE:
                return "name"
            if (
                before in DASHES
                and tokens.glued(first - 1)
                and tokens.word(first - 2)[-1].isalnum()
            ):
                if tokens.word(first - 2)[0].isalpha():
                    return "name"
            if before in {"/", "."} and tokens.glued(first - 1):
                return "code"
        if numeral.form == "digits" and tokens.glued(last) and tokens.words[last][0].isalnum():
            letters = tokens.raw(last)
            if letters.lower() in self.not_units or letters in self.name_letters:
                return "ordinal" if letters.lower() in self.dates.suffixes else "name"
            if tokens.glued(last + 1) and tokens.words[last + 1][0].isdigit():
                return "name"
            if letters[0] in "'’":
                return "name"
        if numeral.form == "digits" and tokens.glued(last) and tokens.words[last] in {"'", "’"}:
            return "name" if text[tokens.ends[last] : tokens.ends[last] + 1].isalpha() else None
        return None

    def _is_no_fraction(self, tokens: Tokens, numeral: Numeral, reading: _Reading) -> str | None:
        word, following = tokens.words[numeral.first], tokens.word(numeral.last)
        if not word.isalpha() or reading.is_bounded:
            return None
        if tokens.word(numeral.last - 1) in self.numerals.halves:
            if tokens.word(numeral.first - 1) in self.half_not_after:
                return "ordinal"
            return None if following in self.half_before else "idiom"
        if word in self.numerals.articles and following not in self.of:
            return "ordinal" if following.isalpha() else None
        return None

    def _is_list_number(self, tokens: Tokens, first: int, last: int) -> bool:
        before = tokens.word(first - 1)
        start = first - 1 if before == "(" else first
        opens_line = (
            start == 0 or "\n" in tokens.text[tokens.ends[start - 1] - 1 : tokens.starts[start]]
        )
        following = tokens.word(last)
        if not opens_line or not following:
            return False
        if following in {".", ")"} and tokens.glued(last) and not tokens.glued(last + 1):
            return (
                len(tokens.words[first]) <= 3
                and last + 1 < len(tokens.words)
                and (following == ")" or before != "(")
            )
        # a clock time that opens an entry: "12.15 Beijing"
        match = _CLOCK.fullmatch(tokens.text, tokens.starts[first], tokens.ends[last - 1])
        return match is not None and last < len(tokens.words) and tokens.raw(last)[0].isupper()

    def _is_named(self, tokens: Tokens, numeral: Numeral) -> bool:
        """Whether the word before makes the number a name: "Article 359", "iPhone 11", "Part Two"."""
        first, last = numeral.first, numeral.last
        if numeral.form not in {"digits", "words"} or first == 0:
            return False
        at = first - 1
        if tokens.words[at] == "." and tokens.glued(at) and not tokens.glued(first):
            at -= 1
            if tokens.word(at) not in self.designators or len(tokens.word(at)) > 4:
                return False
        before = tokens.words[at]
        if not before or not before[0].isalpha():
            return False
        following = tokens.word(last)
        is_capital = tokens.raw(at)[0].isupper()
        counts = self._can_be_counted(tokens, last)
        if before in self.designators:
            if (
                before in self.weak_designators
                and counts
                and not (is_capital and not _opens_sentence(tokens, at))
            ):
                return False
            return not (counts and before in self.weak_designators)
        if not is_capital or _opens_sentence(tokens, at) or before in self.function_words:
            return False
        if numeral.form == "words":
            return (
                tokens.raw(first)[0].isupper()
                and not counts
                and not (tokens.raw(last)[:1].isupper() if last < len(tokens.words) else False)
            )
        if len(tokens.words[first]) != numeral.end - numeral.start or numeral.low > 9999:
            return False
        if following in {",", ";", ":", ")", "-", "–", "—", "("}:
            return False
        return not counts and following not in self.plural_verbs

    def _can_be_counted(self, tokens: Tokens, index: int) -> bool:
        """Whether the word here may be what a number counts: a plural, for want of better."""
        word = tokens.word(index)
        if word in self.counted:
            return True
        return (
            len(word) > 3
            and word.isalpha()
            and word.endswith(self.plural_endings)
            and word not in self.function_words
        )

    def _is_year(self, tokens: Tokens, numeral: Numeral, reading: _Reading) -> bool:
        if reading.is_bounded and tokens.word(numeral.first - 1) not in self.may_bound_years:
            return False
        return numeral.last == numeral.first + 1 and self.dates.is_year(tokens, numeral.first)

    # --- amounts ------------------------------------------------------------------------------------

    def _amount(self, tokens: Tokens, index: int) -> _Amount | None:
        """A number that starts here, with a currency before it and a percent sign after it."""
        word = tokens.words[index]
        at, unit = index, None
        raw = tokens.text[tokens.starts[index] : tokens.ends[index]]
        if raw in self.signs:
            at, unit = index + 1, self.signs[raw]
        elif raw in self.dollar_of and tokens.word(index + 1) in {"$", "₵"}:
            at, unit = index + 2, self.dollar_of[raw]
        elif raw in self.codes and not tokens.glued(index):
            at, unit = index + 1, self.codes[raw]
            if tokens.word(at) == "." and tokens.glued(at):
                at += 1
            if not tokens.word(at)[:1].isdigit():
                return None
        elif not (word[0].isdigit() or word in self.numerals.starters or not word[0].isalpha()):
            return None
        if at >= len(tokens.words):
            return None
        if unit and tokens.starts[at] - tokens.ends[at - 1] > 1:
            return None
        sign = 0
        if (
            tokens.words[at] in _SIGNS
            and tokens.glued(at + 1)
            and tokens.words[at + 1][0].isdigit()
        ):
            if unit is None and tokens.glued(at) and tokens.word(at - 1) not in {"(", "[", "~"}:
                return None
            sign, at = -1 if tokens.words[at] in DASHES else 1, at + 1
        numeral = self.numerals.read(tokens, at)
        if numeral is None:
            return None
        if sign:
            numeral = replace(
                numeral, first=at - 1, start=tokens.starts[at - 1],
                low=numeral.low if sign > 0 else -numeral.low,
                high=numeral.high if sign > 0 else -numeral.high,
            )  # fmt: skip
        last, end = numeral.last, numeral.end
        is_inside, unit_last = unit is not None, last
        if tokens.word(last) in self.percent_signs:
            if unit is None and tokens.starts[last] - end <= 1:
                unit, end, last, is_inside = "percent", tokens.ends[last], last + 1, True
        elif unit is None:
            unit, unit_last = self._unit_after(tokens, last)
        return _Amount(
            index, last, tokens.starts[index], end, numeral, unit, numeral.low, numeral.high,
            is_inside, max(last, unit_last),
        )  # fmt: skip

    def _unit_after(self, tokens: Tokens, index: int) -> tuple[str | None, int]:
        for units in (self.percent_words, self.currency_words):
            if found := units.starting_at(tokens, index):
                return str(found[2]), found[0]
        if index < len(tokens.words) and (code := self.codes.get(tokens.raw(index))):
            return code, index + 1
        return None, index

    # --- a quantity -----------------------------------------------------------------------------------

    def _assembled(self, tokens: Tokens, amount: _Amount, floor: int) -> _Reading:
        """The amount with what belongs to it: a second number, bounds and increments on both sides."""
        numeral = amount.numeral
        relation = "exact"
        if numeral.is_vague:
            relation = "range"
        elif numeral.is_rounded:
            relation = "approximately"
        reading = _Reading(
            amount.first, amount.last, amount.start, amount.end, (numeral.start, numeral.end),
            amount.low, amount.high, amount.unit, numeral.form, relation,
        )  # fmt: skip
        if numeral.is_fraction:
            reading.role = "fraction"
        if tokens.words[numeral.first] == "+" and amount.numeral.start == amount.start:
            reading.is_increment = True
        if not numeral.is_vague:
            if not self._joined(tokens, amount, reading, floor):
                self._as_ratio(tokens, amount, reading)
        self._look_left(tokens, reading, floor)
        self._look_right(tokens, reading)
        self._aged(tokens, amount, reading)
        return reading

    def _joined(self, tokens: Tokens, amount: _Amount, reading: _Reading, floor: int) -> bool:
        """Takes a second number in, where the two are a range."""
        at = amount.unit_last
        joiner = tokens.word(at)
        noun = None
        if joiner and joiner[0].isalpha() and joiner not in self.plain_to | self.between_and:
            # "252 miles to 287 miles"
            noun, at = joiner, at + 1
            joiner = tokens.word(at)
        opening = self.between.ending_at(tokens, amount.first)
        is_between = opening is not None and opening[0] >= floor
        if not is_between:
            opening = self.range_from.ending_at(tokens, amount.first)
            if opening is not None and (
                opening[0] < floor or self._tells_change(tokens, opening[0])
            ):
                if joiner in self.from_to:
                    return False
                opening = None
        if (is_between and joiner in self.between_and) or (opening and joiner in self.from_to):
            pass
        elif joiner in self.plain_to and not is_between:
            opening = None
        elif joiner in DASHES and noun is None and self._is_range_dash(tokens, at):
            opening = None if not is_between else opening
        else:
            return False
        second = self._amount(tokens, at + 1) if at + 1 < len(tokens.words) else None
        if second is None or second.numeral.is_vague or not _alike(amount, second):
            return False
        if noun is not None and tokens.word(second.last) not in {noun, ""}:
            return False
        if second.numeral.is_fraction != amount.numeral.is_fraction:
            return False
        low, high = amount.low, second.high
        if (
            amount.numeral.scale == 1
            and second.numeral.coefficient
            and low < second.numeral.coefficient
        ):
            low *= second.numeral.scale
        if not low < high or (amount.numeral.low < 0 and joiner in DASHES):
            return False
        if joiner in DASHES and self._is_score(tokens, amount, second):
            return False
        if self._glued_badly(tokens, second):
            return False
        reading.last, reading.end = second.last, second.end
        reading.number_span = (amount.numeral.start, second.numeral.end)
        reading.low, reading.high, reading.relation = low, high, "range"
        reading.unit = second.unit or amount.unit
        reading.is_joined = True
        if second.numeral.form != amount.numeral.form:
            reading.form = "mixed"
        if opening is not None:
            reading.first, reading.start = opening[0], tokens.starts[opening[0]]
        return True

    def _glued_badly(self, tokens: Tokens, amount: _Amount) -> bool:
        first = amount.numeral.first
        if not tokens.words[first][0].isdigit():
            return False
        reason = self._glued(tokens, replace(amount.numeral, first=first))
        return reason == "ordinal" or (reason is not None and not tokens.glued(first))

    def _tells_change(self, tokens: Tokens, index: int) -> bool:
        return any(tokens.word(at) in self.change for at in range(max(0, index - 3), index))

    def _is_range_dash(self, tokens: Tokens, at: int) -> bool:
        """A dash between two numbers: close on both sides, or apart on both and no em dash."""
        return tokens.glued(at) == tokens.glued(at + 1) and (
            tokens.glued(at) or tokens.words[at] in _SPACED_DASHES
        )

    def _is_score(self, tokens: Tokens, amount: _Amount, second: _Amount) -> bool:
        if amount.unit or second.unit or second.high > 200:
            return False
        start = max(0, amount.first - 6)
        return any(tokens.words[at] in self.score_words for at in range(start, amount.first))

    def _as_ratio(self, tokens: Tokens, amount: _Amount, reading: _Reading) -> None:
        """As in "One in five" is the share 0.2."""
        value = amount.low
        if amount.unit or not value.is_integer() or not 1 <= value <= 9:
            return
        joiner = self.ratio.starting_at(tokens, amount.last)
        if joiner is None or joiner[0] >= len(tokens.words):
            return
        whole = self._amount(tokens, joiner[0])
        if whole is None or whole.unit or whole.low not in _ROUND or whole.low <= value:
            return
        following = tokens.word(whole.last)
        if following in self.dates.units or following in self.dates.months:
            return
        if whole.numeral.form == "digits" and tokens.glued(whole.last) and following[0].isalnum():
            return
        reading.last, reading.end, reading.role = whole.last, whole.end, "ratio"
        reading.number_span = (amount.numeral.start, whole.numeral.end)
        reading.low = reading.high = value / whole.low

    def _look_left(self, tokens: Tokens, reading: _Reading, floor: int) -> None:
        """Takes in up to three qualifiers before the number: "another", "at least", "some"."""
        for _ in range(3):
            at = reading.first
            found = self.before.ending_at(tokens, at)
            if found and found[0] >= floor and not self._is_vetoed(tokens, found, floor, reading):
                first, phrase, relation = found
                first, relation = self._intensified(tokens, first, phrase, relation, floor)
                _bound(reading, relation)
                reading.first, reading.start = first, tokens.starts[first]
                continue
            found = self.increment_before.ending_at(tokens, at)
            if found and found[0] >= floor:
                reading.is_increment = True
                reading.first, reading.start = found[0], tokens.starts[found[0]]
                continue
            return

    def _is_vetoed(
        self, tokens: Tokens, found: tuple[int, str, str], floor: int, reading: _Reading
    ) -> bool:
        first, phrase, _ = found
        if not phrase[0].isalpha():
            # signs must touch their number or stand free before it: "a<5" is no bound
            return tokens.starts[reading.first] - tokens.ends[reading.first - 1] > 1
        if phrase in self.not_after_number and first == floor and floor > 0:
            return True
        return tokens.word(first - 1) in self.veto.get(phrase, ()) if first > floor else False

    def _intensified(
        self, tokens: Tokens, first: int, phrase: str, relation: str, floor: int
    ) -> tuple[int, str]:
        for _ in range(2):
            found = self.intensifiers.ending_at(tokens, first)
            if found is None or found[0] < floor:
                break
            first = found[0]
        if (
            first > floor
            and tokens.word(first - 1) in self.negation
            and relation in self.turns
            and phrase not in self.never_turns
        ):
            return first - 1, self.turns[relation]
        return first, relation

    def _look_right(self, tokens: Tokens, reading: _Reading) -> None:
        """Takes in qualifiers after the number: "more", "or so", "+", "-odd"."""
        for _ in range(3):
            at = reading.last
            if at >= len(tokens.words):
                return
            found = self.increment_after.starting_at(tokens, at)
            if found and tokens.word(found[0]) not in self.than and not tokens.glued(at):
                reading.is_increment = True
            else:
                # "20-odd", "20-plus"
                start = at + 1 if tokens.words[at] in DASHES and tokens.glued(at) else at
                found = self.after.starting_at(tokens, start)
                if found is None or self._leads_on(tokens, found[0], found[1]):
                    break
                if tokens.glued(start) and start == at and found[1][0].isalpha():
                    break
                _bound(reading, found[2])
            reading.last, reading.end = found[0], tokens.ends[found[0] - 1]
        self._look_past_noun(tokens, reading)

    def _leads_on(self, tokens: Tokens, after: int, phrase: str) -> bool:
        """Whether a qualifier belongs to the number after it: "32, at least 48", "5 plus 3"."""
        if phrase == "+" or after >= len(tokens.words):
            return phrase == "+" and tokens.word(after)[:1].isdigit() and tokens.glued(after)
        word = tokens.words[after]
        return (
            word[0].isdigit()
            or word in self._starts
            or word in self.signs
            or (word in self.numerals.articles)
        )

    def _look_past_noun(self, tokens: Tokens, reading: _Reading) -> None:
        """As in "200 men or more": the noun comes into the span, for without it the bound is lost."""
        at = reading.last
        if reading.is_bounded or at + 2 >= len(tokens.words):
            return
        for noun in (1, 2):
            word = tokens.word(at + noun - 1)
            if not word.isalpha() or word in self.function_words:
                return
            found = self.after_noun.starting_at(tokens, at + noun)
            if found and not self._leads_on(tokens, found[0], found[1]):
                _bound(reading, found[2])
                reading.last, reading.end = found[0], tokens.ends[found[0] - 1]
                return

    def _aged(self, tokens: Tokens, amount: _Amount, reading: _Reading) -> None:
        """Marks ages, and numbers that qualify a noun."""
        last = reading.last
        if reading.unit or reading.role != "count":
            return
        at = last + 1 if tokens.word(last) in DASHES and tokens.glued(last) else last
        if (
            self.age_after.starting_at(tokens, at)
            or (reading.low <= 120 and self.age_before.ending_at(tokens, reading.first))
            or (
                reading.low <= 120
                and tokens.word(last) in {",", ")"}
                and tokens.word(reading.first - 1) in {",", "("}
                and tokens.text[reading.start : reading.end].isdigit()
                and _is_capital(tokens, reading.first - 2)
                and _is_capital(tokens, reading.first - 3)
            )
        ):
            reading.role = "age"
        elif at > last and tokens.glued(at) and tokens.word(at)[:1].isalpha():
            reading.role = "compound"


@lru_cache(maxsize=8)
def _grammar(language: str) -> _Grammar:
    return _Grammar(language)


_SIGNS = DASHES | {"+"}
_SPACED_DASHES = frozenset("-–−")
_GLUE = frozenset("_=&@\\")
_ROUND = frozenset(
    [
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        12,
        15,
        20,
        25,
        30,
        40,
        50,
        100,
        200,
        500,
        1000,
        10000,
        100000,
        1000000,
    ]
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
# Figures in three parts or more, or tied by a colon or a stroke that makes no fraction.
_CHAIN = re.compile(
    r"\d++(?:\.\d++){2,}+|\d++(?:[-‐‑]\d++){2,}+|\d++:\d++(?:[.:]\d++)*+|\d++/\d++|\d{16,}+"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S++"
    r"|(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,64}+(?:\.[\w-]{1,64}+)+"
    r"|(?<![\w+])\+\d{1,3}+(?:[ -]?\(?\d{2,4}\)?){2,5}(?!\d)"
    r"|(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,8}"
    r"|(?<!\w)[#@]\w++"
)


def _bound(reading: _Reading, relation: str) -> None:
    """Applies a bound; a firm one outweighs "about", and a range stays one under "about"."""
    reading.is_bounded = True
    if relation == "approximately" and reading.relation != "exact":
        return
    reading.relation = relation


def _alike(first: _Amount, second: _Amount) -> bool:
    return first.unit is None or second.unit is None or first.unit == second.unit


def _is_capital(tokens: Tokens, index: int) -> bool:
    return index >= 0 and tokens.raw(index)[0].isupper()


def _opens_sentence(tokens: Tokens, index: int) -> bool:
    return index == 0 or tokens.words[index - 1] in _SENTENCE_END


_SENTENCE_END = frozenset(".!?:;\"“”'‘»«(—–-•*") | {BREAK}
