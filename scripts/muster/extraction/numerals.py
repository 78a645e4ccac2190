"""What number a run of digits and number words is: "18,000", "twenty-six", "1.5 million", "dozens".

Only the number itself is read here. Whether it counts anything, and how firmly it is said, is
the business of ``quantities``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from muster.extraction.tokens import DASHES, FRACTIONS, Tokens, pack

_LONGEST = 15
"""Digits beyond which a number is an identifier: nobody counts so far, and no float holds it."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number: its tokens ``first`` to ``last``, its characters ``start`` to ``end``."""

    first: int
    last: int
    start: int
    end: int
    low: float
    high: float
    """Above ``low`` where a word names an order of magnitude: "dozens"."""
    form: str
    """digits, words, mixed ("1.5 million"), article ("a dozen", "a million"), vague ("dozens")."""
    is_rounded: bool = False
    """Whether the words mean it roughly: "a dozen"."""
    is_fraction: bool = False
    scale: float = 1.0
    """What its last word multiplies by: a million in "1.5 million"."""

    @property
    def is_vague(self) -> bool:
        """Whether it is an order of magnitude."""
        return self.high > self.low


class Numerals:
    """The numerals of one language."""

    def __init__(self, language: str) -> None:
        data = pack(language, "numbers")
        self.words = _floats(data["words"])
        scales = _floats(data["scales"])
        self.hundreds = frozenset(word for word, value in scales.items() if value == 100)
        self.scales = {word: value for word, value in scales.items() if value > 100}
        self.suffixes = _floats(data["suffixes"])
        self.suffix_units = frozenset(data["suffix_is_unit"]["letters"])
        self.suffix_unit_next = frozenset(data["suffix_is_unit"]["next"])
        self.collectives = _floats(data["collectives"])
        self.exact_collectives = frozenset(data["collectives_exact"]["words"])
        self.collective_needs: dict[str, list[str]] = data["collectives_need"]
        self.vague = {
            word: (float(low), float(high)) for word, (low, high) in data["vague"].items()
        }
        self.vague_needs: dict[str, list[str]] = data["vague_need"]
        self.vague_multipliers = frozenset(data["vague_multiplier"]["words"])
        self.fractions = _floats(data["fractions"])
        self.plural_fractions = frozenset(data["fractions_plural"]["words"])
        self.halves = frozenset(word for word, parts in self.fractions.items() if parts == 2)
        small = data["small"]
        self.articles = frozenset(small["articles"])
        self.conjunctions = frozenset(small["and"])
        self.points = frozenset(small["point"])
        self.of = frozenset(small["of"])
        self.negatives = frozenset(small["negative"])
        self.decimal: str = data["digits"]["decimal"]
        self._digits = _digits_pattern(data["digits"])
        self._readers: dict[str, _Reader] = {}
        for words, reader in (
            (self.words, self._in_words),
            (self.hundreds, self._in_words),
            (self.fractions, self._fraction_alone),
            (self.vague_multipliers, self._few_hundred_alone),
            (self.vague, self._magnitude),
            (self.articles, self._after_article),
            (self.negatives, self._negative),
        ):
            self._readers.update(dict.fromkeys(words, reader))
        self.starters = frozenset(self._readers)
        """The words with which a number can begin."""

    def read(self, tokens: Tokens, index: int) -> Numeral | None:
        """The number that starts at this token, at its longest; None where none does."""
        word = tokens.words[index]
        if word[0].isdecimal() or word in FRACTIONS or word == self.decimal:
            return self._in_figures(tokens, index)
        reader = self._readers.get(word)
        return reader(tokens, index) if reader else None

    # --- digits ---------------------------------------------------------------------------------

    def _in_figures(self, tokens: Tokens, index: int) -> Numeral | None:
        found = self._figures(tokens, index)
        if found is None:
            return None
        value, last, end = found
        number = Numeral(index, last, tokens.starts[index], end, value, value, "digits")
        if (fraction := self._with_fraction_sign(tokens, number)) is not None:
            return fraction
        return self._with_suffix(tokens, number) or self._with_words(tokens, number)

    def _figures(self, tokens: Tokens, index: int) -> tuple[float, int, int] | None:
        """A number in figures alone: its value, the token after it, its end."""
        start = tokens.starts[index]
        if tokens.words[index] in FRACTIONS:
            return unicodedata.numeric(tokens.text[start]), index + 1, start + 1
        match = self._digits.match(tokens.text, start)
        if match is None or (match.end() - start > _LONGEST and _digit_count(match[0]) > _LONGEST):
            return None
        end = match.end()
        return _value(match, self.decimal), tokens.at(index, end), end

    def _with_fraction_sign(self, tokens: Tokens, number: Numeral) -> Numeral | None:
        """As in "½", "2½", "3/4", "2 1/4"."""
        text, value = tokens.text, number.low
        if tokens.words[number.first] in FRACTIONS:
            return replace(number, is_fraction=True)
        if not value.is_integer():
            return None
        after = tokens.word(number.last)
        if after and after in FRACTIONS:
            value += unicodedata.numeric(after)
            last, end = number.last + 1, tokens.ends[number.last]
        elif match := _FRACTION.match(text, number.start):
            whole, above, below = (int(part or 0) for part in match.groups())
            if not 0 < above < below <= 100:
                return None
            value, end = whole + above / below, match.end()
            last = tokens.at(number.first, end)
        else:
            return None
        return replace(number, last=last, end=end, low=value, high=value, is_fraction=value < 1)

    def _with_suffix(self, tokens: Tokens, number: Numeral) -> Numeral | None:
        """As in "20k", "$1.2m"; not "100m" where a word behind it says that these are metres."""
        at = number.last
        if at >= len(tokens.words):
            return None
        letters = tokens.raw(at)
        if letters not in self.suffixes or _runs_on(tokens, at + 1):
            return None
        if tokens.glued(at):
            is_money = tokens.glued(number.first)
            may_be_unit = letters in self.suffix_units and not is_money
            if may_be_unit and tokens.word(at + 1) in self.suffix_unit_next:
                return None
        elif len(letters) == 1:  # "5 m" are metres
            return None
        return _multiplied(tokens, number, at, self.suffixes[letters])

    def _with_words(self, tokens: Tokens, number: Numeral) -> Numeral:
        """As in "1.5 million", "3 hundred and 21", "2 dozen"; else the number itself."""
        at = number.last
        if number.low.is_integer() and (part := self._and_fraction(tokens, at)):
            value, end = number.low + part[0], tokens.ends[part[1] - 1]
            number = replace(number, last=part[1], end=end, low=value, high=value, form="mixed")
            return self._with_words(tokens, number)
        if tokens.glued(at):
            if tokens.word(at) not in DASHES:
                return number
            at += 1
        word = tokens.word(at)
        if word in self.scales or word in self.hundreds:
            compound = self._compound(tokens, number.first, at, number.low)
            return replace(compound, form="mixed") if compound else number
        if word in self.collectives and self._collective_fits(tokens, at):
            return replace(
                _multiplied(tokens, number, at, self.collectives[word]),
                is_rounded=word not in self.exact_collectives,
            )
        return number

    # --- words ----------------------------------------------------------------------------------

    def _in_words(self, tokens: Tokens, index: int) -> Numeral | None:
        return self._compound(tokens, index, index, None)

    def _negative(self, tokens: Tokens, index: int) -> Numeral | None:
        """As in "minus five", "minus-20"."""
        at = _past_dash(tokens, index + 1)
        following = tokens.word(at)
        if not (following[:1].isdecimal() or following in self.words):
            return None
        inner = self.read(tokens, at)
        if inner is None:
            return None
        start, value = tokens.starts[index], -inner.low
        return replace(inner, first=index, start=start, low=value, high=value)

    def _after_article(self, tokens: Tokens, index: int) -> Numeral | None:
        """As in "a hundred", "a million and a half", "a dozen", "a few hundred", "a third"."""
        at = _past_dash(tokens, index + 1)
        word = tokens.word(at)
        if word in self.scales or word in self.hundreds:
            compound = self._compound(tokens, index, at, 1.0)
            return compound and replace(compound, form="article")
        if word in self.fractions:
            return self._part_of(tokens, index, at + 1, 1 / self.fractions[word], "article")
        if word in self.vague_multipliers and (few := self._few_hundred(tokens, index, at + 1)):
            return few
        if (
            word in self.collectives
            and word not in self.vague
            and self._collective_fits(tokens, at)
        ):
            value = self.collectives[word]
            return Numeral(
                index, at + 1, tokens.starts[index], tokens.ends[at], value, value, "article",
                is_rounded=word not in self.exact_collectives,
            )  # fmt: skip
        return None

    def _collective_fits(self, tokens: Tokens, at: int) -> bool:
        return self._fits(tokens, at, self.collective_needs)

    def _fits(self, tokens: Tokens, at: int, needs: dict[str, list[str]]) -> bool:
        """Whether a word that needs another behind it to be a number has it, or ends the text."""
        needed = needs.get(tokens.words[at])
        return needed is None or tokens.word(at + 1) in needed or at + 1 == len(tokens.words)

    def _few_hundred_alone(self, tokens: Tokens, index: int) -> Numeral | None:
        return self._few_hundred(tokens, index, index + 1)

    def _few_hundred(self, tokens: Tokens, index: int, at: int) -> Numeral | None:
        """As in "a few hundred", "several thousand": what hundreds and thousands can be."""
        if tokens.word(at) in self.of:
            at += 1
        word = tokens.word(at)
        if word in self.vague_multipliers or word in self.collective_needs:
            return None
        number = (
            100.0 if word in self.hundreds else self.scales.get(word, self.collectives.get(word))
        )
        if number is None:
            return None
        low, high = next(
            (ends for ends in self.vague.values() if ends[0] <= number <= ends[1]), (number, number)
        )
        return Numeral(index, at + 1, tokens.starts[index], tokens.ends[at], low, high, "vague")

    def _magnitude(self, tokens: Tokens, index: int) -> Numeral | None:
        """As in "dozens", "tens of thousands", "hundreds of thousands"."""
        if not self._fits(tokens, index, self.vague_needs):
            return None
        low, high = self.vague[tokens.words[index]]
        last = index + 1
        while tokens.word(last) in self.of and tokens.word(last + 1) in self.vague and low < 1e12:
            times = self.vague[tokens.word(last + 1)][0]
            low, high = low * times, (high + 1) * times - 1
            last += 2
        return Numeral(index, last, tokens.starts[index], tokens.ends[last - 1], low, high, "vague")

    def _fraction_alone(self, tokens: Tokens, index: int) -> Numeral | None:
        """As in "half", "quarter million"; "third" alone is an ordinal."""
        word = tokens.words[index]
        if word not in self.halves and not self._begins_scale(tokens, index + 1):
            return None
        return self._part_of(tokens, index, index + 1, 1 / self.fractions[word], "words")

    def _part_of(self, tokens: Tokens, index: int, last: int, value: float, form: str) -> Numeral:
        """A fraction, or with a scale or a dozen behind it a number: "a quarter of a million"."""
        start = tokens.starts[index]
        at = self._begins_scale(tokens, last)
        if at is None:
            end = tokens.ends[last - 1]
            return Numeral(index, last, start, end, value, value, form, is_fraction=value < 1)
        word, end = tokens.words[at], tokens.ends[at]
        value *= self.scales.get(word, self.collectives.get(word, 1.0))
        is_rounded = word in self.collectives
        return Numeral(index, at + 1, start, end, value, value, "words", is_rounded=is_rounded)

    def _begins_scale(self, tokens: Tokens, at: int) -> int | None:
        """Where, past "of", "a" and dashes, a scale or a dozen stands."""
        at = _past_dash(tokens, at)
        if tokens.word(at) in self.of:
            at += 1
        if tokens.word(at) in self.articles:
            at = _past_dash(tokens, at + 1)
        word = tokens.word(at)
        is_dozen = word in self.collectives and word not in self.collective_needs
        return at if word in self.scales or (is_dozen and word not in self.vague) else None

    # --- the grammar of numbers in words --------------------------------------------------------

    def _compound(self, tokens: Tokens, first: int, at: int, given: float | None) -> Numeral | None:
        """A number in words from ``at``; ``given`` is what figures or an article said before it.

        A number is groups below a thousand, each but the last multiplied by a scale smaller than
        the one before: "[two hundred and two] thousand [three hundred]".
        """
        is_plain = given is None
        total, ceiling, last, scales = 0.0, float("inf"), at, 0
        while True:
            if scales and (part := self._and_fraction(tokens, at)):
                # "a million and a half", "a billion and a half million"
                factor, last = self._scale(tokens, part[1])
                total += part[0] * (factor if 1 < factor < ceiling else ceiling)
                last = last if 1 < factor < ceiling else part[1]
                break
            start = self._past_and(tokens, at, only_words=True) if scales and is_plain else at
            group = self._group(tokens, start, given)
            if group is None:
                break
            value, at = self._with_decimals(tokens, *group)
            given = None
            factor, after = self._scale(tokens, at)
            if value * factor >= ceiling or (total and not scales):
                break
            total, last = total + value * factor, after
            if factor == 1:
                break
            ceiling, at, scales = factor, after, scales + 1
        is_bare = is_plain and last == first + 1 and tokens.words[first] in self.hundreds
        if last == first or is_bare:
            return None
        return self._finished(tokens, first, last, total, ceiling if scales == 1 else 1.0)

    def _finished(
        self, tokens: Tokens, first: int, last: int, value: float, scale: float
    ) -> Numeral | None:
        """The number with what may still follow it: "two-thirds", "three dozen"."""
        if scale == 1 and tokens.words[last - 1] in self.hundreds:
            scale = 100.0
        if scale == 1 and value.is_integer():
            at = _past_dash(tokens, last)
            parts = self.fractions.get(tokens.word(at), 0.0)
            is_plural = tokens.word(at) in self.plural_fractions
            if value > 0 and parts and (value == 1) != is_plural:
                return self._part_of(tokens, first, at + 1, value / parts, "words")
        number = Numeral(
            first, last, tokens.starts[first], tokens.ends[last - 1], value, value, "words",
            scale=scale,
        )  # fmt: skip
        word = tokens.word(last)
        if word in self.collectives and value < 100 and self._collective_fits(tokens, last):
            return replace(
                _multiplied(tokens, number, last, self.collectives[word]),
                form="words", is_rounded=word not in self.exact_collectives,
            )  # fmt: skip
        return number

    def _group(self, tokens: Tokens, at: int, given: float | None) -> tuple[float, int] | None:
        """A number below a thousand, as in "two hundred and six", and the token after it."""
        value, last = given, at
        if value is None:
            small = self._below_hundred(tokens, at)
            if small is not None:
                value, last = small
            elif tokens.word(at) not in self.hundreds:
                return self._figures_before_hundred(tokens, at)
        if tokens.word(_past_dash(tokens, last)) in self.hundreds:
            value, last = (1.0 if value is None else value) * 100, _past_dash(tokens, last) + 1
            rest = None
            if not self._and_fraction(tokens, last):
                rest = self._below_hundred(tokens, self._past_and(tokens, last, only_words=False))
            if rest is None:
                rest = self._figures_after_hundred(tokens, last)
            if rest is not None:
                value, last = value + rest[0], rest[1]
        return (value, last) if value is not None else None

    def _below_hundred(self, tokens: Tokens, at: int) -> tuple[float, int] | None:
        value = self.words.get(tokens.word(at))
        if value is None:
            return None
        if 20 <= value < 100:
            then = _past_dash(tokens, at + 1)
            unit = self.words.get(tokens.word(then), 0.0)
            if 0 < unit < 10:
                return value + unit, then + 1
        return value, at + 1

    def _figures_before_hundred(self, tokens: Tokens, at: int) -> tuple[float, int] | None:
        """As "3" in "4 thousand 3 hundred and 21"."""
        word = tokens.word(at)
        if not (word.isdecimal() and len(word) <= 2) or tokens.word(at + 1) not in self.hundreds:
            return None
        return self._group(tokens, at + 1, float(word))

    def _figures_after_hundred(self, tokens: Tokens, at: int) -> tuple[float, int] | None:
        """As "21" in "3 hundred and 21"; not in "3 hundred and 2 hundred" or "and 2.12"."""
        at = self._past_and(tokens, at, only_words=False)
        word, after = tokens.word(at), tokens.word(at + 1)
        if not (word.isdecimal() and len(word) <= 2) or int(word) == 0 or tokens.glued(at + 1):
            return None
        if after in self.hundreds or after in self.scales:
            return None
        return float(word), at + 1

    def _past_and(self, tokens: Tokens, at: int, *, only_words: bool) -> int:
        """Past "and", where a number in words, or in figures, goes on behind it."""
        if tokens.word(at) in self.conjunctions:
            following = tokens.word(at + 1)
            if following in self.words or (not only_words and following[:1].isdecimal()):
                return at + 1
        return at

    def _with_decimals(self, tokens: Tokens, value: float, at: int) -> tuple[float, int]:
        """As in "three and a half", "two hundred point zero three"."""
        if part := self._and_fraction(tokens, at):
            return value + part[0], part[1]
        if tokens.word(at) not in self.points:
            return value, at
        digits, then = "", at + 1
        while len(digits) < 12 and (small := self._below_hundred(tokens, then)) is not None:
            digits, then = digits + f"{small[0]:.0f}", small[1]
        return (value + float(f"0.{digits}"), then) if digits else (value, at)

    def _and_fraction(self, tokens: Tokens, at: int) -> tuple[float, int] | None:
        """As in "and a half", "and three quarters"."""
        if tokens.word(at) not in self.conjunctions:
            return None
        is_article = tokens.word(at + 1) in self.articles
        above = (1.0, at + 2) if is_article else self._below_hundred(tokens, at + 1)
        if above is None:
            return None
        then = _past_dash(tokens, above[1])
        parts = self.fractions.get(tokens.word(then), 0.0)
        return (above[0] / parts, then + 1) if 0 < above[0] < parts else None

    def _scale(self, tokens: Tokens, at: int) -> tuple[float, int]:
        """The scale that multiplies what stands before it, "lakh crore" being one; 1 for none."""
        factor, then = 1.0, _past_dash(tokens, at)
        while (scale := self.scales.get(tokens.word(then))) is not None and factor * scale <= 1e15:
            factor, at, then = factor * scale, then + 1, then + 1
        return factor, at


_Reader = Callable[[Tokens, int], Numeral | None]


@lru_cache(maxsize=8)
def numerals(language: str) -> Numerals:
    """The numerals of a language, read once."""
    return Numerals(language)


_FRACTION = re.compile(r"(?:(\d{1,3})[ -] ?)?(\d{1,2})[/⁄](\d{1,3})(?![\d/⁄])")


def _digits_pattern(data: dict[str, Any]) -> re.Pattern[str]:
    """Numbers in figures, each alternative closed against what would make it another thing.

    Repetitions are bounded: a hostile text must not make one number be read many times.
    """
    group = "".join(re.escape(sign) for sign in data["group"])
    comma, point = re.escape(data["group"][0]), re.escape(data["decimal"])
    return re.compile(
        # 1.3e6, 6.2x10^-4
        rf"(?P<power>\d+(?:{point}\d+)?(?:[eE]|[x×]10\^)[-+−]?\d{{1,2}}(?!\w))"
        # 18,000; 18 000; 1,674,200.5
        rf"|(?P<grouped>[1-9]\d{{0,2}}(?P<sign>[{group}])\d{{3}}(?:(?P=sign)\d{{3}}){{0,4}}"
        rf"(?!\d|{comma}\d)(?:{point}\d+)?)"
        # 12,34,567
        rf"|(?P<indian>\d{{1,2}}(?:{comma}\d{{2}}){{1,4}}{comma}\d{{3}}(?!\d|{comma}\d)(?:{point}\d+)?)"
        # 1.234.567; 18.000 and 2.500, since nobody writes such decimals; 1.111,11
        rf"|(?P<continental>[1-9]\d{{0,2}}"
        rf"(?:(?:{point}\d{{3}}){{2,4}}|{point}\d00|(?:{point}\d{{3}})(?={comma}\d{{1,2}}(?!\d)))"
        rf"(?!\d|{point}\d)(?:{comma}\d{{1,2}}(?!\d))?)"
        # 1,5 with nothing tied to it
        rf"|(?P<comma>(?<!\d{comma})\d{{1,3}}{comma}\d{{1,2}}(?!\d|[{comma}{point}]\d))"
        rf"|\d+(?:{point}\d+)?|{point}\d+"
    )


def _value(match: re.Match[str], decimal: str) -> float:
    text = match[0]
    if match["power"]:
        coefficient, exponent = re.split(r"[eE]|[x×]10\^", text.replace(decimal, "."))
        return float(coefficient) * 10.0 ** int(exponent.replace("−", "-"))
    if match["comma"]:
        return float(re.sub(r"\D", ".", text))
    if match["continental"]:
        # its point groups, and its last sign, if it is no point, is the decimal one
        whole = re.split(r"(?<=\d)[^\d.](?=\d{1,2}$)", text)
        return float(".".join("".join(filter(str.isdecimal, part)) for part in whole))
    text = text.replace(decimal, ".")
    if text.isdecimal():
        return float(text)
    return float("".join(char for char in text if char.isdecimal() or char == "."))


def _digit_count(text: str) -> int:
    return sum(char.isdecimal() for char in text)


def _multiplied(tokens: Tokens, number: Numeral, at: int, factor: float) -> Numeral:
    """The number times what the token at ``at`` says."""
    value = number.low * factor
    return replace(
        number, last=at + 1, end=tokens.ends[at], low=value, high=value, form="mixed", scale=factor
    )


def _runs_on(tokens: Tokens, index: int) -> bool:
    return tokens.glued(index) and tokens.words[index][0].isalnum()


def _past_dash(tokens: Tokens, index: int) -> int:
    return index + 1 if tokens.word(index) in DASHES else index


def _floats(table: dict[str, float]) -> dict[str, float]:
    return {word: float(value) for word, value in table.items()}
