"""The words around a number that say how firmly it stands: "at least", "nearly", "or so"."""

from __future__ import annotations

from functools import lru_cache

from muster.extraction.amounts import Reading
from muster.extraction.numerals import numerals
from muster.extraction.tokens import DASHES, Tokens, pack, phrases


class Bounds:
    """The bounds of one language."""

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

    def look_left(self, tokens: Tokens, reading: Reading, floor: int) -> None:
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

    def look_right(self, tokens: Tokens, reading: Reading) -> None:
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

    def _look_past_noun(self, tokens: Tokens, reading: Reading) -> None:
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

    def _extend(self, tokens: Tokens, reading: Reading, last: int) -> None:
        reading.last, reading.end = last, tokens.ends[last - 1]


@lru_cache(maxsize=8)
def bounds(language: str) -> Bounds:
    """The bounds of a language, read once."""
    return Bounds(language)


_COMPARISONS = frozenset("<>=")
_MOST_QUALIFIERS = 3
