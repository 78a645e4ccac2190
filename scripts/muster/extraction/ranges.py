"""Two numbers that are the ends of one range: "between 15 and 20", "$2,000-$3,000"."""

from __future__ import annotations

from functools import lru_cache

from muster.extraction.amounts import Amount, Reading, amounts
from muster.extraction.number_names import number_names
from muster.extraction.numerals import Numeral
from muster.extraction.tokens import DASHES, Tokens, pack, phrases


class Ranges:
    """The ranges of one language."""

    def __init__(self, language: str) -> None:
        ranges = pack(language, "numbers")["ranges"]
        self.amounts = amounts(language)
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

    def join(self, tokens: Tokens, amount: Amount, reading: Reading, floor: int) -> bool:
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

    def _second(self, tokens: Tokens, amount: Amount, kind: str) -> tuple[Amount | None, str]:
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

    def _are_ends(self, tokens: Tokens, first: Amount, second: Amount, joiner: str) -> bool:
        """Whether the two are of one kind."""
        if second.numeral.is_vague or second.numeral.is_fraction != first.numeral.is_fraction:
            return False
        if first.unit and second.unit and first.unit != second.unit:
            return False
        if self.names.touches_ordinal(tokens, second.numeral):
            return False  # "5 to 20th"
        return first.numeral.low >= 0 or joiner not in DASHES

    def _tells_change(
        self,
        tokens: Tokens,
        first: Amount,
        second: Amount,
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
        self, tokens: Tokens, amount: Amount, joiner: str, low: float, high: float
    ) -> bool:
        """Not "25k or 40k", which are two numbers, nor "by 43 to 419", which tells of a change."""
        if joiner in self.alternatives:
            return high <= 1.5 * low or high - low <= 1
        return tokens.word(amount.first - 1) not in self.by or high <= 3 * low

    def _is_range_dash(self, tokens: Tokens, at: int) -> bool:
        """A dash close to both numbers, or apart from both and no em dash."""
        is_close = tokens.glued(at)
        return is_close == tokens.glued(at + 1) and (is_close or tokens.words[at] in _SPACED_DASHES)


@lru_cache(maxsize=8)
def ranges(language: str) -> Ranges:
    """The ranges of a language, read once."""
    return Ranges(language)


_SPACED_DASHES = frozenset("-–−")
_WHOLE = 100
