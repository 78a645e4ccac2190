"""Which numbers name something and count nothing: "the 72nd", "T-90", "Article 359", "in 2022"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from muster.extraction.dates import Found, date_grammar
from muster.extraction.numerals import Numeral, numerals
from muster.extraction.tokens import BREAK, DASHES, Phrases, Tokens, pack, phrases


class NumberNames:
    """The numbers of one language that are no quantities."""

    def __init__(self, language: str) -> None:
        data = pack(language, "numbers")
        self.numerals = numerals(language)
        self.dates = date_grammar(language)
        designators, function = data["designators"], data["function"]
        self.phrases: Phrases = phrases(
            {"name": designators["names"], "idiom": data["idioms"]["phrases"]}
        )
        """Names and turns of phrase with a number in them: "S&P 500", "one another"."""
        self.designators = frozenset(designators["words"])
        self.weak_designators = frozenset(designators["weak"])
        self.determiners = frozenset(designators["determiners"])
        self.openers = frozenset(designators["openers"])
        self.designator_signs = frozenset(designators["signs"])
        self.ordinals = frozenset(pack(language, "dates")["ordinals"])
        self.ordinal_suffixes = frozenset(data["glued"]["ordinals"])
        self.not_units = frozenset(data["glued"]["not_units"])
        self.squared = frozenset(data["glued"]["squared"])
        self.name_letters = frozenset(data["glued"]["name_letters"])
        self.pronouns = frozenset(data["pronoun"]["words"])
        self.pronoun_after = frozenset(data["pronoun"]["after_previous"])
        self.clock_after = phrases({"clock": data["clock"]["after"]})
        self.score_words = frozenset(data["scores"]["words"])
        self.half_before = frozenset(data["small"]["half_before"])
        self.half_not_after = frozenset(data["small"]["half_not_after"])
        self.counted = frozenset(data["counted"]["words"])
        self.function_words = frozenset(function["words"])
        self.plural_verbs = frozenset(function["plural_verbs"])
        self.plural_endings = tuple(function["plural_endings"])
        self.may_be_year_after = frozenset(pack(language, "bounds")["of_years_too"]["words"])

    @staticmethod
    def reserved(tokens: Tokens, dates: Iterable[Found]) -> dict[int, str]:
        """The tokens that belong to dates, addresses and accounts, each with which."""
        reserved = {index: "date" for found in dates for index in found.numbers}
        # a text of which every word may be the name before a sign is searched where it has one
        for pattern in (_ADDRESS, _MAIL) if "@" in tokens.text else (_ADDRESS,):
            at = 0
            for match in pattern.finditer(tokens.text):
                at = tokens.at(at, match.start())
                last = tokens.at(at, match.end())
                reserved.update(dict.fromkeys(range(at, last), "code"))
        return reserved

    def chain(self, tokens: Tokens, numeral: Numeral) -> int | None:
        """The token past figures that signs tie together: 192.168.1.2, 17:22, 2-1."""
        if numeral.form != "digits" or numeral.is_fraction:
            return None
        at = numeral.first + (not tokens.words[numeral.first][0].isdecimal())  # past a minus
        match = _CHAIN.match(tokens.text, tokens.starts[at]) if at < numeral.last else None
        if match is None or match.end() <= numeral.end:
            return None
        last = tokens.at(numeral.last, match.end())
        if match["result"] and int(match["left"]) < int(match["right"]):
            around = (*tokens.words[max(0, at - 6) : at], *tokens.words[last : last + 2])
            return None if self.score_words.isdisjoint(around) else last  # else a range
        return last

    def reason(
        self,
        tokens: Tokens,
        numeral: Numeral,
        first: int,
        *,
        has_unit: bool,
        is_bounded: bool,
        is_joined: bool,
    ) -> str | None:
        """Why this number is no quantity; None when it is one.

        Args:
            tokens: the text.
            numeral: the number.
            first: where it starts with its currency and bound: "KSh1.2m" touches no other letters.
            has_unit: whether a currency or per cent is said with it.
            is_bounded: whether a bound is said with it; "more than 2022" is no year.
            is_joined: whether it is one end of a range.
        """
        if reason := self._touching(tokens, numeral, first):
            return reason
        if numeral.is_fraction:
            return None if is_bounded else self._ordinal(tokens, numeral)
        if has_unit:
            return None
        position = None if is_joined else self._by_position(tokens, numeral)
        return position or self._by_words(tokens, numeral, is_bounded)

    def is_time(self, word: str) -> bool:
        """Whether the word is a unit of time or a month."""
        return word in self.dates.moments.units or word in self.dates.moments.months

    def touches_ordinal(self, tokens: Tokens, numeral: Numeral) -> bool:
        """Whether an ordinal's ending follows, as in "20th"."""
        at = numeral.last
        return tokens.glued(at) and tokens.words[at] in self.ordinal_suffixes

    def _touching(self, tokens: Tokens, numeral: Numeral, first: int) -> str | None:
        """What touches letters: "S23", "T-90", "72nd", "3D"; units may: "5kg"."""
        return self._touching_before(tokens, first) or self._touching_after(tokens, numeral)

    def _touching_before(self, tokens: Tokens, first: int) -> str | None:
        before = tokens.word(first - 1)
        if before in self.designator_signs:
            return "name"
        if not tokens.glued(first) or not tokens.words[first][0].isalnum():
            return None
        is_tied = before in DASHES or before in {"/", "."}
        if is_tied and tokens.glued(first - 1):
            before = tokens.words[first - 2][-1]
        return "name" if before[0].isalnum() or before in _GLUE else None

    def _touching_after(self, tokens: Tokens, numeral: Numeral) -> str | None:
        if numeral.form == "words":
            return "ordinal" if self._begins_ordinal(tokens, numeral) else None
        figures, last = tokens.words[numeral.first], numeral.last
        if numeral.form != "digits" or not figures[0].isdecimal():
            return None
        if figures[0] == "0" and len(figures) > 1:
            return "code"
        is_tied = tokens.glued(last) and tokens.words[last][0].isalpha()
        return self._letters(tokens, last) if is_tied else None

    def _letters(self, tokens: Tokens, index: int) -> str | None:
        """What letters right after figures make of them; None where they are a unit."""
        letters, after = tokens.words[index], tokens.word(index + 1)
        if letters in self.ordinal_suffixes:
            return "ordinal"
        runs_on = tokens.glued(index + 1) and after[0].isdecimal()
        if runs_on and letters in self.squared and after in {"2", "3"}:
            return None  # "32m2"
        is_name = letters in self.not_units or tokens.raw(index) in self.name_letters
        return "name" if runs_on or is_name else None

    def _begins_ordinal(self, tokens: Tokens, numeral: Numeral) -> bool:
        """Whether the number goes on to an ordinal: "the seventy-second"."""
        at = numeral.last
        is_tied = tokens.word(at) in DASHES and tokens.glued(at) and tokens.glued(at + 1)
        is_round = numeral.low >= 20 and numeral.low % 10 == 0
        return is_tied and is_round and tokens.word(at + 1) in self.ordinals

    def _ordinal(self, tokens: Tokens, numeral: Numeral) -> str | None:
        """What is no fraction: "a third man", "the second half", "half-hearted"."""
        words, following = tokens.words, tokens.word(numeral.last)
        if not words[numeral.first][0].isalpha():
            return None
        if words[numeral.last - 1] in self.numerals.halves:
            if tokens.word(numeral.first - 1) in self.half_not_after:
                return "ordinal"
            return None if following in self.half_before else "idiom"
        is_article = words[numeral.first] in self.numerals.articles
        is_followed = following[:1].isalpha() and following not in self.numerals.of
        return "ordinal" if is_article and is_followed else None

    def _by_position(self, tokens: Tokens, numeral: Numeral) -> str | None:
        """Footnotes, the numbers of a list, and clock times."""
        if numeral.form in {"digits", "words"} and self.clock_after.starting_at(
            tokens, numeral.last
        ):
            return "clock time"
        if numeral.form != "digits":
            return None
        before, following = tokens.word(numeral.first - 1), tokens.word(numeral.last)
        if before in {"[", "【"} and following in {"]", "】"}:
            return "footnote"
        return self._opening_a_line(tokens, numeral)

    def _opening_a_line(self, tokens: Tokens, numeral: Numeral) -> str | None:
        """As in "3. …", "(3) …", and "12.15 …" in a log."""
        first, last = numeral.first, numeral.last
        before, following = tokens.word(first - 1), tokens.word(last)
        opens = first - 1 if before == "(" else first
        is_first = opens == 0 or "\n" in tokens.text[tokens.ends[opens - 1] - 1 : numeral.start]
        if not is_first or last + 1 >= len(tokens.words):
            return None
        ends_item = following == ")" or (following == "." and before != "(")
        if ends_item and tokens.glued(last) and not tokens.glued(last + 1) and numeral.low < 1000:
            return "list number"
        is_clock = _CLOCK.fullmatch(tokens.text, numeral.start, numeral.end)
        return "clock time" if is_clock and tokens.raw(last)[0].isupper() else None

    def _by_words(self, tokens: Tokens, numeral: Numeral, is_bounded: bool) -> str | None:
        """What the words around make a pronoun, a name or a year."""
        if self._is_pronoun(tokens, numeral):
            return "pronoun"
        if not is_bounded and self._is_named(tokens, numeral):
            return "name"
        return "date" if self._is_year(tokens, numeral, is_bounded) else None

    def _is_pronoun(self, tokens: Tokens, numeral: Numeral) -> bool:
        is_one = numeral.last == numeral.first + 1 and tokens.words[numeral.first] in self.pronouns
        return is_one and tokens.word(numeral.first - 1) in self.pronoun_after

    def _is_named(self, tokens: Tokens, numeral: Numeral) -> bool:
        """Whether the word before makes it a name: "Article 359", "No. 3", "iPhone 11 Pro"."""
        at = numeral.first - 1
        is_abbreviated = tokens.word(at) == "." and tokens.glued(at) and not tokens.glued(at + 1)
        at -= is_abbreviated
        before = tokens.word(at)
        is_grouped = numeral.last > numeral.first + 1 and numeral.low.is_integer()
        if not before[:1].isalpha() or numeral.form not in {"digits", "words"} or is_grouped:
            return False
        if is_abbreviated:
            return before in self.designators and len(before) <= _ABBREVIATION
        if before in self.designators:
            return self._follows_designator(tokens, numeral, at)
        return self._follows_name(tokens, numeral, at)

    def _follows_designator(self, tokens: Tokens, numeral: Numeral, at: int) -> bool:
        """Whether "Article", "unit" and the like name the number; "in the camp 40 were held"."""
        if tokens.words[at] not in self.weak_designators or self._is_proper(tokens, at):
            return True
        return not (
            tokens.word(at - 1) in self.determiners
            or tokens.word(numeral.last) in self.plural_verbs
            or self._can_be_counted(tokens, numeral.last)
        )

    def _follows_name(self, tokens: Tokens, numeral: Numeral, at: int) -> bool:
        """Whether a capitalised word names the number: "iPhone 11 Pro"; not "from Nepal 14"."""
        first, last = numeral.first, numeral.last
        opens = tokens.word(at - 1) in self.openers and self._opens_clause(tokens, at - 1)
        if not self._is_proper(tokens, at) or opens or self._can_be_counted(tokens, last):
            return False
        following = tokens.word(last)
        if numeral.form == "words":
            is_title = following != "" and tokens.raw(last)[0].isupper()
            return tokens.raw(first)[0].isupper() and not is_title
        if numeral.low > _HIGHEST_NAME or (tokens.glued(last) and following[0].isalpha()):
            return False
        if following in DASHES and tokens.glued(last):
            return True
        # "Kenya 46, Ghana 234 and Nepal 603": a list of counts
        joiner = tokens.word(first - 2)
        is_listed = tokens.word(first - 3)[:1].isdecimal() and (
            joiner == "," or joiner in self.numerals.conjunctions
        )
        return not (is_listed or following in _LISTING or following in self.plural_verbs)

    def _is_proper(self, tokens: Tokens, at: int) -> bool:
        """Whether a capital means something here, and does not only open a sentence."""
        is_function = tokens.words[at] in self.function_words
        is_capital = tokens.raw(at)[0].isupper()
        return is_capital and not is_function and not self._opens_sentence(tokens, at)

    def _can_be_counted(self, tokens: Tokens, index: int) -> bool:
        """Whether the word here may be what a number counts: a plural, for want of better."""
        if tokens.word(index) in self.counted or self._is_plural(tokens.word(index)):
            return True
        # "2 Chinese Fighters", in a headline
        return (
            index + 1 < len(tokens.words)
            and tokens.raw(index)[0].isupper()
            and tokens.raw(index + 1)[0].isupper()
            and self._is_plural(tokens.words[index + 1])
        )

    def _is_plural(self, word: str) -> bool:
        return (
            len(word) > 3
            and word.isalpha()
            and word.endswith(self.plural_endings)
            and word not in self.function_words
        )

    def _is_year(self, tokens: Tokens, numeral: Numeral, is_bounded: bool) -> bool:
        if numeral.form != "digits" or numeral.last != numeral.first + 1:
            return False
        if is_bounded and tokens.word(numeral.first - 1) not in self.may_be_year_after:
            return False
        return self.dates.moments.is_year(tokens, numeral.first)

    def _opens_clause(self, tokens: Tokens, index: int) -> bool:
        before = tokens.word(index - 1)
        is_joined = before in {",", ";"} or before in self.numerals.conjunctions
        return is_joined or self._opens_sentence(tokens, index)

    def _opens_sentence(self, tokens: Tokens, index: int) -> bool:
        return index == 0 or tokens.words[index - 1] in _SENTENCE_END


@lru_cache(maxsize=8)
def number_names(language: str) -> NumberNames:
    """The numbers of a language that are no quantities, read once."""
    return NumberNames(language)


_ABBREVIATION = 4
_HIGHEST_NAME = 9999
_GLUE = frozenset("_=&@\\")
_LISTING = frozenset(",;:)(-–—")
_SENTENCE_END = frozenset(".!?:;\"“”'‘»«(—–-•*") | {BREAK}
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
# Figures in three parts or more, or tied by a colon or a stroke that makes no fraction; 2-1;
# 1.1^23; more figures than anything is counted in.
_CHAIN = re.compile(
    r"\d++(?:\.\d++){2,}+|\d++(?:[-‐‑]\d++){2,}+|\d++:\d++(?:[.:]\d++)*+|\d++/\d++"
    r"|\d++(?:\.\d++)?+\^[-+]{0,2}\d++"
    r"|(?P<result>(?P<left>\d{1,3}+)[-‐‑–](?P<right>\d{1,3}+)(?![\d%,.]\d|%))"
    r"|\d{16,}+"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,64}+(?:\.[\w-]{1,64}+)+")
# Addresses of pages, telephone numbers, bank accounts, handles; the first sign saves the rest.
_ADDRESS = re.compile(
    r"(?=[hw(0+A-Z#@])(?:"
    r"(?:https?://|www\.)\S++"
    r"|\(\d{3}\) ?\d{3}[- ]\d{4}(?!\d)"
    r"|(?<![\w.,])0\d{1,4}+(?: \d{2,4}){1,4}(?!\d)"
    r"|(?<![\w+])\+\d{1,3}+(?:[ /-]?\(?\d{2,4}\)?){2,5}(?!\d)"
    r"|(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,8}"
    r"|(?<!\w)[#@]\w++"
    r")"
)
