"""What number a run of digits and number words is: "18,000", "twenty-six", "1.5 million", "dozens".

Only the number itself is read here. Whether it counts anything, and how firmly it is said, is
the business of ``quantities``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from muster.extraction.tokens import BREAK, DASHES, FRACTIONS, Tokens, pack

LONGEST = 15
"""Digits beyond which a number is an identifier: no count has them, and no float holds them."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number of tokens ``first`` to ``last`` (exclusive), and of characters up to ``end``."""

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
    coefficient: float = 0.0
    """The number before its scale: 1.5 in "1.5 million"; 0 where it has none."""
    scale: float = 1.0

    @property
    def is_vague(self) -> bool:
        """Whether it is an order of magnitude."""
        return self.high > self.low


class Numerals:
    """The numerals of one language."""

    def __init__(self, language: str) -> None:
        data = pack(language, "numbers")
        small = data["small"]
        self.words = {word: float(value) for word, value in data["words"].items()}
        self.scales: dict[str, float] = data["scales"]
        self.suffixes: dict[str, float] = data["suffixes"]
        self.suffix_units = frozenset(data["suffix_is_unit"]["letters"])
        self.suffix_unit_next = frozenset(data["suffix_is_unit"]["next"])
        self.collectives = {word: float(value) for word, value in data["collectives"].items()}
        self.exact_collectives = frozenset(data["collectives_exact"]["words"])
        self.collective_needs: dict[str, list[str]] = data["collectives_need"]
        self.vague = {
            word: (float(low), float(high)) for word, (low, high) in data["vague"].items()
        }
        self.vague_multipliers = frozenset(data["vague_multiplier"]["words"])
        self.fractions: dict[str, float] = data["fractions"]
        self.halves = frozenset(word for word, parts in self.fractions.items() if parts == 2)
        self.articles = frozenset(small["articles"])
        self.conjunctions = frozenset(small["and"])
        self.points = frozenset(small["point"])
        self.of = frozenset(small["of"])
        self.negatives = frozenset(small["negative"])
        self.starters = (
            self.words.keys()
            | self.scales.keys()
            | self.collectives.keys()
            | self.vague.keys()
            | self.fractions.keys()
            | self.vague_multipliers
            | self.articles
            | self.negatives
        )
        self._digits = _digits_pattern(data["digits"])
        self._decimal = data["digits"]["decimal"]

    def read(self, tokens: Tokens, index: int) -> Numeral | None:
        """The number that starts at this token, at its longest; None where none does.

        Time is linear in its length.
        """
        word = tokens.words[index]
        if word[0].isdigit() or word in FRACTIONS or word == self._decimal:
            return self._from_digits(tokens, index)
        if word in self.starters:
            return self._from_words(tokens, index)
        return None

    # --- digits ---------------------------------------------------------------------------------

    def _from_digits(self, tokens: Tokens, index: int) -> Numeral | None:
        found = self._plain_digits(tokens, index)
        if found is None:
            return None
        value, last, end, is_fraction = found
        start = tokens.starts[index]
        if not is_fraction and (wider := self._scaled(tokens, index, value, last)) is not None:
            return wider
        return Numeral(index, last, start, end, value, value, "digits", is_fraction=is_fraction)

    def _plain_digits(self, tokens: Tokens, index: int) -> tuple[float, int, int, bool] | None:
        """A number in figures alone: (value, token after it, its end, whether a fraction)."""
        text, start = tokens.text, tokens.starts[index]
        if tokens.words[index] in FRACTIONS:
            value = unicodedata.numeric(text[start])
            return value, index + 1, start + 1, True
        match = self._digits.match(text, start)
        if match is None:
            return None
        value = _value(match, self._decimal)
        end, last = match.end(), _token_at(tokens, index, match.end())
        if len(match[0]) - match[0].count(" ") > LONGEST + 6:
            return None
        # 2½, 2 1/4, 3/4
        after = tokens.word(last)
        if value.is_integer() and after and after in FRACTIONS:
            return value + unicodedata.numeric(after), last + 1, tokens.ends[last], True
        if value.is_integer() and (fraction := _FRACTION.match(text, start)):
            whole, above, below = (int(part) if part else 0 for part in fraction.groups())
            if 0 < above < below <= 100:
                end = fraction.end()
                return whole + above / below, _token_at(tokens, index, end), end, True
        return value, last, end, False

    def _scaled(self, tokens: Tokens, index: int, value: float, last: int) -> Numeral | None:
        """Digits with a scale behind them: "1.5 million", "20k", "3 hundred and 21", "2 dozen"."""
        start, raw = tokens.starts[index], tokens.raw(last) if last < len(tokens.words) else ""
        word = tokens.word(last)
        if tokens.glued(last) and raw in self.suffixes and not _runs_on(tokens, last + 1):
            if raw in self.suffix_units and tokens.word(last + 1) in self.suffix_unit_next:
                return None
            scale = self.suffixes[raw]
            end = tokens.ends[last]
            number = value * scale
            return Numeral(
                index, last + 1, start, end, number, number, "mixed", coefficient=value, scale=scale
            )
        at = last + 1 if word in DASHES and tokens.glued(last) else last
        word = tokens.word(at)
        if tokens.glued(at) and at == last:
            return None
        if word in self.scales:
            return self._compound(tokens, index, at, value)
        # Long abbreviations may stand apart: "10 mln", "5 bn"; single letters may not: "5 m".
        if at < len(tokens.words) and len(raw := tokens.raw(at)) > 1 and raw in self.suffixes:
            number, end = value * self.suffixes[raw], tokens.ends[at]
            return Numeral(
                index, at + 1, start, end, number, number, "mixed",
                coefficient=value, scale=self.suffixes[raw],
            )  # fmt: skip
        if word in self.collectives and word not in self.exact_collectives:
            if not self._collective_fits(tokens, at):
                return None
            number, end = value * self.collectives[word], tokens.ends[at]
            return Numeral(
                index, at + 1, start, end, number, number, "mixed", is_rounded=True,
                coefficient=value, scale=self.collectives[word],
            )  # fmt: skip
        return None

    # --- words ----------------------------------------------------------------------------------

    def _from_words(self, tokens: Tokens, index: int) -> Numeral | None:
        word = tokens.words[index]
        if word in self.negatives:
            return self._negative(tokens, index)
        if word in self.articles:
            return self._with_article(tokens, index)
        if word in self.vague_multipliers:
            return self._few_hundred(tokens, index, index + 1)
        if word in self.halves:
            return self._half(tokens, index, index + 1)
        if word in self.vague:
            return self._vague(tokens, index)
        if word in self.words or word in self.scales:
            return self._compound(tokens, index, index, None)
        return None

    def _negative(self, tokens: Tokens, index: int) -> Numeral | None:
        """As in "minus five", "minus 20"."""
        following = tokens.word(index + 1)
        if not (following[:1].isdigit() or following in self.words):
            return None
        inner = self.read(tokens, index + 1)
        if inner is None:
            return None
        start, value = tokens.starts[index], -inner.low
        return replace(inner, first=index, start=start, low=value, high=value)

    def _with_article(self, tokens: Tokens, index: int) -> Numeral | None:
        at = _past_dash(tokens, index + 1)
        word = tokens.word(at)
        if word in self.vague_multipliers and word not in self.collectives:
            return self._few_hundred(tokens, index, at + 1)
        if word in self.scales:
            found = self._compound(tokens, index, at, 1.0)
            return _as(found, "article")
        if word in self.halves:
            half = self._half(tokens, index, at + 1)
            return half
        if word in self.fractions:
            parts = self.fractions[word]
            return self._fraction_of_scale(tokens, index, at + 1, 1 / parts, "article")
        if word in self.collectives and word not in self.vague:
            if (
                few := self._few_hundred(tokens, index, at + 1)
                if word in self.vague_multipliers
                else None
            ):
                return few
            if not self._collective_fits(tokens, at):
                return None
            value = self.collectives[word]
            return Numeral(
                index, at + 1, tokens.starts[index], tokens.ends[at], value, value, "article",
                is_rounded=word not in self.exact_collectives,
            )  # fmt: skip
        return None

    def _collective_fits(self, tokens: Tokens, at: int) -> bool:
        needs = self.collective_needs.get(tokens.words[at])
        following = tokens.word(at + 1)
        return needs is None or following in needs or following == ""

    def _few_hundred(self, tokens: Tokens, index: int, at: int) -> Numeral | None:
        """As in "A few hundred", "several thousand": the order of magnitude, as "hundreds" is."""
        if tokens.word(at) in self.of:
            at += 1
        word, number = tokens.word(at), self.scales.get(tokens.word(at))
        number = number or self.collectives.get(word)
        if number is None or word in self.exact_collectives or word in self.vague_multipliers:
            return None
        low, high = next(
            (pair for pair in self.vague.values() if pair[0] <= number <= pair[1]), (number, number)
        )
        return Numeral(
            index, at + 1, tokens.starts[index], tokens.ends[at], low, high, "vague",
        )  # fmt: skip

    def _vague(self, tokens: Tokens, index: int) -> Numeral | None:
        """As in "Dozens", "tens of thousands", "hundreds of thousands"."""
        low, high = self.vague[tokens.words[index]]
        last = index + 1
        while tokens.word(last) in self.of and tokens.word(last + 1) in self.vague:
            low_of, _ = self.vague[tokens.word(last + 1)]
            low, high = low * low_of, (high + 1) * low_of - 1
            last += 2
            if low > 1e15:
                break
        return Numeral(index, last, tokens.starts[index], tokens.ends[last - 1], low, high, "vague")

    def _half(self, tokens: Tokens, index: int, at: int) -> Numeral | None:
        """As in "Half a million", "half a dozen", "a half"."""
        then = _past_dash(tokens, at)
        if tokens.word(then) in self.articles:
            then = _past_dash(tokens, then + 1)
        word = tokens.word(then)
        if word in self.scales:
            value = self.scales[word] / 2
            return Numeral(
                index, then + 1, tokens.starts[index], tokens.ends[then], value, value, "words"
            )
        if (
            word in self.collectives
            and word not in self.vague
            and word not in self.collective_needs
        ):
            value = self.collectives[word] / 2
            return Numeral(
                index, then + 1, tokens.starts[index], tokens.ends[then], value, value, "article",
                is_rounded=True,
            )  # fmt: skip
        return self._fraction_of_scale(tokens, index, at, 0.5, "words")

    def _fraction_of_scale(
        self, tokens: Tokens, index: int, last: int, value: float, form: str
    ) -> Numeral:
        """A fraction, or with a scale behind it a number: "a quarter of a million"."""
        at = last
        if tokens.word(at) in self.of:
            at += 1
        if tokens.word(at) in self.articles:
            at += 1
        if tokens.word(at) in self.scales and tokens.word(at) != BREAK:
            value *= self.scales[tokens.word(at)]
            return Numeral(
                index, at + 1, tokens.starts[index], tokens.ends[at], value, value, "words"
            )
        return Numeral(
            index, last, tokens.starts[index], tokens.ends[last - 1], value, value, form,
            is_fraction=True,
        )  # fmt: skip

    def _compound(
        self, tokens: Tokens, first: int, index: int, given: float | None
    ) -> Numeral | None:
        """A number in words, from ``index``; ``given`` is what digits or an article said before.

        The usual grammar: units and tens make a group below 100, "hundred" multiplies it, larger
        scales multiply the group and close it, each smaller than the one before, and "and" joins
        what is smaller to what is larger.
        """
        words = tokens.words
        total, group, last_scale = 0.0, given, float("inf")
        coefficient, scale, scales = given or 0.0, 1.0, 0
        at = last = index
        is_mixed = given is not None
        while at < len(words):
            word = words[at]
            if at > first and tokens.glued(at) and word not in DASHES:
                # "six2", "tenK": no number goes on there; after a dash it does
                if words[at - 1] not in DASHES:
                    break
            value = self.words.get(word)
            if value is None and word[0].isdigit() and at > index:
                value = self._joined_digits(tokens, at, group, total)
                if value is None:
                    break
                group = (group or 0) + value
            elif value is not None:
                if group is None:
                    if total and value >= last_scale:
                        break
                    group = value
                elif _fits(group, value):
                    group += value
                else:
                    break
            elif word in self.scales:
                factor = self.scales[word]
                if factor == 100:
                    if group is None and not total:
                        group = 1.0
                    elif group is None or group >= 100 or last_scale <= 100:
                        if given is None or group is None or scales:
                            break
                    coefficient = coefficient or group
                    group *= 100
                    scale = 100.0
                elif group is None and total:
                    if factor < last_scale or scales > 1:
                        break
                    total *= factor
                    last_scale = factor
                elif total and factor >= last_scale:
                    break
                else:
                    group = 1.0 if group is None else group
                    coefficient = coefficient or group
                    total += group * factor
                    group, last_scale, scale = None, factor, factor
                scales += 1
            elif word in DASHES and at > index:
                at += 1
                if tokens.word(at) not in self.words and tokens.word(at) not in self.scales:
                    break
                continue
            elif word in self.conjunctions and at > index:
                joined = self._after_and(tokens, at, group, total, scales)
                if joined is None:
                    break
                value, then, is_final = joined
                if is_final:
                    # "three and a half", "a million and a half": of what was said last
                    if group is None:
                        total += value * last_scale
                    else:
                        group += value
                    at = last = then
                    if tokens.word(at) in self.scales and group is not None:
                        factor = self.scales[tokens.word(at)]
                        coefficient, total, group, scale = (
                            group,
                            total + group * factor,
                            None,
                            factor,
                        )
                        last = at + 1
                    break
                at = then
                continue
            elif word in self.points and at > index and group is not None:
                decimals, then = self._decimals(tokens, at + 1)
                if not decimals:
                    break
                group += float(f"0.{decimals}")
                at = last = then
                if tokens.word(at) in self.scales:
                    continue
                break
            else:
                break
            at += 1
            last = at
        if last == index and given is None:
            return None
        value = total + (group or 0.0)
        if (parts := self._denominator(tokens, last, value, total)) is not None:
            value, last = value / parts[0], parts[1]
            return self._fraction_of_scale(tokens, first, last, value, "words")
        bare = given is None and last == index + 1
        if bare and words[index] in self.scales:
            return None  # "hundred" alone counts nothing
        if given is None and not bare:
            pass
        form = "mixed" if is_mixed else "words"
        start, end = tokens.starts[first], tokens.ends[last - 1]
        if not scales:
            if tokens.word(last) in self.collectives and self._collective_fits(tokens, last):
                word = tokens.word(last)
                value *= self.collectives[word]
                return Numeral(
                    first, last + 1, start, tokens.ends[last], value, value, form,
                    is_rounded=word not in self.exact_collectives,
                )  # fmt: skip
            scale = 1.0
        return Numeral(
            first, last, start, end, value, value, form,
            coefficient=coefficient if scales == 1 else 0.0, scale=scale,
        )  # fmt: skip

    def _joined_digits(
        self, tokens: Tokens, at: int, group: float | None, total: float
    ) -> float | None:
        """Figures inside a number that has words: "3 hundred and 21", "4 thousand 3 hundred"."""
        if tokens.glued(at) or len(tokens.words[at]) > 2:
            return None
        found = self._plain_digits(tokens, at)
        if found is None or found[1] != at + 1 or found[3]:
            return None
        if group is not None and not (group >= 100 and group % 100 == 0 and found[0] < 100):
            return None
        if group is None and (not total or tokens.word(at + 1) not in self.scales):
            return None
        return found[0] if found[0] > 0 else None

    def _after_and(
        self, tokens: Tokens, at: int, group: float | None, total: float, scales: int
    ) -> tuple[float, int, bool] | None:
        """What "and" joins: a fraction, at once (value, token after it, True), or a smaller number."""
        then = at + 1
        if tokens.word(then) in self.articles and tokens.word(then + 1) in self.fractions:
            return 1 / self.fractions[tokens.word(then + 1)], then + 2, True
        if tokens.word(then) in self.words:
            below = tokens.word(_past_dash(tokens, then + 1))
            if below in self.fractions and self.words[tokens.word(then)] < self.fractions[below]:
                parts = self.fractions[below]
                value = self.words[tokens.word(then)] / parts
                return value, _past_dash(tokens, then + 1) + 1, True
        if not scales:
            return None
        after_hundred = group is not None and group >= 100 and group % 100 == 0
        after_scale = group is None and total > 0
        if not (after_hundred or after_scale):
            return None
        word = tokens.word(then)
        if word in self.words or (after_hundred and word[:1].isdigit()):
            return 0.0, then, False
        return None

    def _decimals(self, tokens: Tokens, at: int) -> tuple[str, int]:
        digits = ""
        while len(digits) < 12 and (value := self.words.get(tokens.word(at))) is not None:
            step = at + 1
            if value >= 20 and tokens.word(step) in DASHES and tokens.word(step + 1) in self.words:
                value, step = value + self.words[tokens.word(step + 1)], step + 2
            digits, at = digits + f"{value:.0f}", step
        return digits, at

    def _denominator(
        self, tokens: Tokens, last: int, value: float, total: float
    ) -> tuple[float, int] | None:
        """The parts in "two-thirds", "one in"; (parts, token after them)."""
        at = _past_dash(tokens, last)
        parts = self.fractions.get(tokens.word(at))
        if parts is None or total or not 0 < value < 100 or not value.is_integer():
            return None
        if (value == 1) == tokens.words[at].endswith("s"):
            return None
        if value == 1 or value < parts * 10:
            return parts, at + 1
        return None


@lru_cache(maxsize=8)
def numerals(language: str) -> Numerals:
    """The numerals of a language, read once."""
    return Numerals(language)


_FRACTION = re.compile(r"(?:(\d{1,3})[ -])?(\d{1,2})[/⁄](\d{1,3})(?![\d/⁄])")


def _digits_pattern(data: dict[str, Any]) -> re.Pattern[str]:
    """Numbers in figures, each alternative closed against what would make it another thing.

    Repetitions are bounded: a hostile text must not make one number read many times.
    """
    spaces = "   " if " " in data["group"] else ""
    group = "".join(re.escape(sign) for sign in data["group"]) + spaces
    comma = re.escape(next(sign for sign in data["group"] if sign.strip()))
    point = re.escape(data["decimal"])
    decimals = rf"(?P<decimals>{point}\d+)?"
    return re.compile(
        rf"(?P<grouped>[1-9]\d{{0,2}}(?P<sign>[{group}])\d{{3}}(?:(?P=sign)\d{{3}}){{0,4}})"
        rf"(?!\d|{comma}\d){decimals}"
        rf"|(?P<indian>\d{{1,2}}(?:{comma}\d{{2}}){{1,4}}{comma}\d{{3}})(?!\d|{comma}\d)(?:{point}\d+)?"
        rf"|(?P<continental>[1-9]\d{{0,2}}(?:(?:{point}\d{{3}}){{2,4}}|{point}\d00)(?!\d|{point}\d)"
        rf"(?:{comma}\d{{1,2}}(?!\d))?)"
        rf"|(?P<plain>\d+(?:{point}\d+)?|{point}\d+)"
    )


def _value(match: re.Match[str], decimal: str) -> float:
    if continental := match["continental"]:
        whole, _, decimals = continental.replace(decimal, " ").partition(",")
        return float(whole.replace(" ", "") + "." + (decimals or "0"))
    if plain := match["plain"]:
        return float(plain.replace(decimal, "."))
    number = "".join(
        char if char.isdigit() else "." if char == decimal else "" for char in match[0]
    )
    return float(number)


def _token_at(tokens: Tokens, index: int, position: int) -> int:
    """The first token, from ``index``, that starts at or after this character."""
    while index < len(tokens.starts) and tokens.starts[index] < position:
        index += 1
    return index


def _past_dash(tokens: Tokens, index: int) -> int:
    return index + 1 if tokens.word(index) in DASHES else index


def _runs_on(tokens: Tokens, index: int) -> bool:
    return tokens.glued(index) and tokens.words[index][0].isalnum()


def _fits(group: float, value: float) -> bool:
    """Whether a number below 100 can follow: "twenty" + six, "hundred" + twenty."""
    if group >= 100 and group % 100 == 0:
        return 0 < value < 100
    return group % 100 >= 20 and group % 10 == 0 and 0 < value < 10


def _as(numeral: Numeral | None, form: str) -> Numeral | None:
    if numeral is None:
        return None
    return replace(numeral, form=form)
