"""A day, a month, a year or a stretch of them, as a text names it: "5 March", "last summer".

What stands around it ("since", "between … and") is the business of ``dates``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from muster.extraction.numerals import Numerals, numerals
from muster.extraction.tokens import DASHES, Phrases, Tokens, pack, phrases

_EARLIEST, _LATEST = 1500, 2199
"""Four digits outside these are no year."""
_MODERN = range(1900, 2100)
"""Outside these, only a word before them makes them one."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day of publication, which relative dates count from."""

    day: date
    """The last day that what is known of it allows."""
    text: str
    """What is known of it: ``2025-12-28``, ``2025-12`` or ``2025``."""

    @classmethod
    def read(cls, published_on: str | None) -> Anchor | None:
        """The anchor that an EDTF date gives; None where it gives no year."""
        match = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", published_on or "")
        if match is None:
            return None
        year, month = int(match[1]), int(match[2] or 12)
        if not _EARLIEST <= year <= _LATEST:
            return None
        try:
            day = int(match[3] or calendar.monthrange(year, month)[1])
            return cls(date(year, month, day), match[0])
        except (ValueError, IndexError):
            return None

    @property
    def is_day(self) -> bool:
        """Whether the day itself is known, and not only its month or year."""
        return len(self.text) == 10


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, up to the token ``last``."""

    last: int
    low: str | None
    """First day, month or year in EDTF; None where no year is stated and none can be worked out."""
    high: str | None
    numbers: tuple[int, ...] = ()
    """The tokens that are its days and years: numbers that count nothing."""
    month: int | None = None
    day: int | None = None
    is_weak: bool = False
    """Whether only a word before it makes it a date: "in May", "since the invasion"."""
    is_open: bool = False
    """Whether it reaches from no stated start: "to date"."""

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.day is not None or (self.low == self.high and len(self.low or "") == 10)

    def resolved(self, anchor: Anchor | None) -> Moment:
        """With its year, if that is missing: the latest that is not after publication."""
        if self.low is not None or self.month is None or anchor is None:
            return self
        here = (anchor.day.month, anchor.day.day if self.day else 31)
        is_past = (self.month, self.day or 1) <= here
        return self.in_year(anchor.day.year if is_past else anchor.day.year - 1)

    def in_year(self, year: int) -> Moment:
        """The moment in this year."""
        text = _text(year, self.month or 1, self.day)
        return replace(self, low=text, high=text)


class Moments:
    """The moments of one language."""

    def __init__(self, language: str) -> None:
        data, numbers = pack(language, "dates"), pack(language, "numbers")
        small, deixis, years = data["small"], data["deixis"], data["years"]
        self.numerals: Numerals = numerals(language)
        self.months: dict[str, int] = data["months"]
        self.ambiguous_months = frozenset(data["months_ambiguous"]["words"])
        self.weekdays: dict[str, int] = data["weekdays"]
        self.seasons: dict[str, list[int]] = data["seasons"]
        self.units = {word: unit for unit, words in data["units"].items() for word in words}
        self.unit_singulars = {words[0]: unit for unit, words in data["units"].items()}
        self.ordinals = Phrases(data["ordinals"])
        self.ordinal_suffixes = frozenset(small["ordinal_suffixes"])
        self.needs_capitals: bool = small["needs_capitals"]
        self.of = frozenset(small["of"])
        self.the = frozenset(small["the"])
        self.one = frozenset(small["a"])
        self.ago = frozenset(small["ago"])
        self.day_joiners = frozenset(small["day_joiners"])
        self.month_only = frozenset(small["month_only"])
        self.decade_endings = frozenset(small["decade_endings"])
        self.deixis = phrases({which: deixis[which] for which in _SHIFT})
        self.deixis_after = phrases({which: deixis[f"after_{which}"] for which in _SHIFT})
        self.days = Phrases(data["days"])
        self.now = phrases({"now": data["now"]["phrases"]})
        self.parts = Phrases(data["parts"])
        self.parts_alone = Phrases(data["parts_alone"])
        self.named = Phrases(data["moments"])
        self.year_cues = frozenset(years["cues"])
        self.soft_year_cues = frozenset(years["soft_cues"])
        self.counted = frozenset(numbers["counted"]["words"])
        self.function_words = frozenset(numbers["function"]["words"])
        self.plural_verbs = frozenset(numbers["function"]["plural_verbs"])
        self.plural_endings = tuple(numbers["function"]["plural_endings"])
        self._readers: dict[str, list[_Reader]] = {}
        for words, reader in (
            (self.months, self._month),
            (self.named.first_words, self._named),
            (self.days.first_words, self._day_away),
            (self.now.first_words, self._now),
            (self.parts.first_words, self._part),
            (self.parts_alone.first_words, self._part_alone),
            (self.weekdays, self._weekday),
            (self.deixis.first_words, self._deictic),
            (self.the, self._day_after_article),
            (self.ordinals.first_words, self._day_first),
            (self.seasons, self._season),
            (self.one, self._ago),
            (self.numerals.words, self._ago),
        ):
            for word in words:
                self._readers.setdefault(word, []).append(reader)
        self.first_words = self._readers.keys()
        """With which a moment can start, besides figures."""

    def read(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """The moment that starts at this token; None where none does."""
        if index >= len(tokens.words):
            return None
        word = tokens.words[index]
        readers = self._readers.get(word, [])
        if word[0].isdecimal():
            if self._is_tied(tokens, index):
                return None
            readers = [self._in_figures, self._day_first, self._year_alone, self._ago]
        return next((found for read in readers if (found := read(tokens, index, anchor))), None)

    def is_year(self, tokens: Tokens, index: int) -> bool:
        """Whether these figures are a year, as far as the words around tell."""
        if not is_year_number(tokens.words[index]) or not self._may_be_year(tokens, index):
            return False
        before, following = tokens.word(index - 1), tokens.word(index + 1)
        is_modern = int(tokens.words[index]) in _MODERN
        is_noun = (
            following.endswith(self.plural_endings)
            and following.isalpha()
            and following not in self.function_words
        )
        is_plural = is_noun and tokens.raw(index + 1).islower()
        if before in self.year_cues or before in self.months:
            return is_modern or not is_plural
        # "2000 tanks", "2000 Kenyans"; not "2018 sales", "the 2000 Games"
        may_count = is_plural or (is_noun and before not in self.the)
        is_count = may_count and int(tokens.words[index]) % 50 == 0
        if before in self.soft_year_cues:
            return not is_count if is_modern else not (is_plural or before in self.the)
        return is_modern and not is_count and following not in self.plural_verbs

    def _is_tied(self, tokens: Tokens, index: int) -> bool:
        """Whether what stands before makes the figures a part of something: "T-2000", "v2022"."""
        if not tokens.glued(index):
            return False
        before = tokens.words[index - 1]
        is_compound = (
            before in DASHES and tokens.glued(index - 1) and tokens.words[index - 2][-1].isalpha()
        )
        return before not in _OPENING or is_compound

    def _may_be_year(self, tokens: Tokens, index: int) -> bool:
        """Whether what touches it, and a counted noun after it, leave that open."""
        if self._is_tied(tokens, index):
            return False
        following = tokens.word(index + 1)
        after = tokens.word(index + 2)
        if following in DASHES and len(after) >= 4 and after.isdecimal():
            return is_year_number(after)  # "2000 - 2500" are none
        if tokens.glued(index + 1):
            is_number = tokens.glued(index + 2) and after[0].isdecimal()
            return following in _CLOSING and not (is_number and following in _DECIMALS)
        is_scale = following in self.numerals.scales or following in self.numerals.hundreds
        return not is_scale and following not in self.counted

    # --- with figures ---------------------------------------------------------------------------

    def _in_figures(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "2026-01-10", "10.01.2026", "1990s", "2023/24"."""
        match = _FIGURES.match(tokens.text, tokens.starts[index])
        if match is None:
            return self._decade(tokens, index)
        last = tokens.at(index, match.end())
        numbers = tuple(range(index, last))
        if match["season"]:
            year = int(match["season"])
            if int(match["next"]) != (year + 1) % 100 or not _EARLIEST <= year <= _LATEST:
                return None
            return Moment(last, f"{year:04}", f"{year + 1:04}", numbers)
        if match["iso"]:
            year, month = int(match["iso"]), int(match["month"])
            return _dated(year, month, int(match["day"] or 0) or None, last, numbers)
        first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
        year += 2000 if year < 100 else 0
        if match["sign"] != "." and first <= 12 and second <= 12 and first != second:
            # 03/04/2025 is two dates to two readers: only its year is certain
            return Moment(last, f"{year:04}", f"{year:04}", numbers)
        day, month = (first, second) if match["sign"] == "." or first > 12 else (second, first)
        return _dated(year, month, day, last, numbers)

    def _decade(self, tokens: Tokens, index: int) -> Moment | None:
        word, at = tokens.words[index], index + 1
        if not is_year_number(word) or word[3] != "0" or not tokens.glued(at):
            return None
        if tokens.words[at] not in self.decade_endings:
            return None
        return Moment(at + 1, f"{word[:3]}X", f"{word[:3]}X", (index,))

    def _year_alone(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        if not self.is_year(tokens, index):
            return None
        year = f"{int(tokens.words[index]):04}"
        return Moment(index + 1, year, year, (index,))

    def _day_after_article(
        self, tokens: Tokens, index: int, anchor: Anchor | None
    ) -> Moment | None:
        return self._day_first(tokens, index + 1, anchor)

    def _day_first(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "14 March 2025", "the 5th of May", "21-22 June", "29th of last September"."""
        day = self._day(tokens, index)
        if day is None:
            return None
        value, at = day
        second = self._day(tokens, at + 1) if tokens.word(at) in self.day_joiners else None
        if second is None:
            return self._after_day(tokens, index, value, at, anchor)
        later = self._after_day(tokens, at + 1, *second, anchor)
        if later is None or value >= second[0]:
            return None
        first = replace(later, last=at, day=value, numbers=tuple(range(index, at)))
        return first.in_year(int(later.low[:4])) if later.low else first

    def _after_day(
        self, tokens: Tokens, first: int, value: int, at: int, anchor: Anchor | None
    ) -> Moment | None:
        """A date from the month on; its day is the tokens ``first`` to ``at``."""
        day_numbers = range(first, at)
        if tokens.word(at) in self.of:
            at += 1
        which = self.deixis.starting_at(tokens, at)
        month_at = which[0] if which else at
        month = self._month_number(tokens, month_at)
        if month is None:
            return None
        at = self._past_point(tokens, month_at)
        if which:
            year = _deictic_year(which[2], month, anchor) if anchor else None
        else:
            comma = at + 1 if tokens.word(at) == "," else at
            year, then = self._year(tokens, comma, anchor)
            at = then if year else at
        numbers = (*day_numbers, *range(month_at + 1, at))
        return _dated(year, month, value, at, numbers)

    def _day(self, tokens: Tokens, index: int) -> tuple[int, int] | None:
        """A day of the month, and the token after it: "5", "5th", "twenty-ninth"."""
        word = tokens.word(index)
        if not word[:1].isdecimal():
            found = self.ordinals.starting_at(tokens, index)
            return (found[2], found[0]) if found else None
        last = index + 1
        if len(word) > 2 or not 1 <= int(word) <= 31:
            return None
        if not tokens.glued(last):
            return int(word), last
        sign = tokens.words[last]
        if sign in self.ordinal_suffixes:
            return int(word), last + 1
        is_number = tokens.glued(last + 1) and tokens.words[last + 1][0].isdecimal()
        if sign[0].isalnum() or (sign in _DECIMALS and is_number):
            return None
        return int(word), last

    # --- months, seasons, years -----------------------------------------------------------------

    def _month(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "March 14, 2025", "Oct. 31", "June of last year", "December"."""
        month = self._month_number(tokens, index)
        if month is None:
            return None
        at = self._past_point(tokens, index)
        day = self._day(tokens, at) if tokens.word(at)[:1].isdecimal() else None
        if day is not None and not self._is_day_here(tokens, index, day[1]):
            day = None
        value, after_day = day or (None, at)
        comma = after_day + 1 if tokens.word(after_day) == "," else after_day
        year, last = self._year(tokens, comma, anchor)
        if year is None:
            last = after_day if day else index + 1
        moment = _dated(year, month, value, last, tuple(range(at, last)))
        is_weak = year is None and day is None and tokens.words[index] in self.ambiguous_months
        return moment and replace(moment, is_weak=is_weak)

    def _is_day_here(self, tokens: Tokens, month_at: int, after: int) -> bool:
        """Whether what follows a month is its day; not in "in May 12 Kenyans died"."""
        if tokens.word(month_at - 1) in self.month_only and tokens.word(after) != ",":
            return False
        return tokens.word(after) not in self.counted

    def day_after(
        self, tokens: Tokens, index: int, first: Moment, anchor: Anchor | None
    ) -> Moment | None:
        """A day that shares the month said before it: "25" in "Sept. 18-25, 2024"."""
        day = self._day(tokens, index)
        if first.month is None or first.day is None or day is None or day[0] <= first.day:
            return None
        if first.low is None:
            comma = day[1] + 1 if tokens.word(day[1]) == "," else day[1]
            year, last = self._year(tokens, comma, anchor)
        else:
            year, last = int(first.low[:4]), day[1]
        last = last if year else day[1]
        return _dated(year, first.month, day[0], last, tuple(range(index, last)))

    def _month_number(self, tokens: Tokens, index: int) -> int | None:
        month = self.months.get(tokens.word(index))
        return month if month and self._is_capital_enough(tokens, index) else None

    def _is_capital_enough(self, tokens: Tokens, index: int) -> bool:
        return not self.needs_capitals or tokens.raw(index)[0].isupper()

    def _past_point(self, tokens: Tokens, month_at: int) -> int:
        """The token after a month and, where it is short for one, after its point: "Oct. 31"."""
        at = month_at + 1
        is_short = len(tokens.words[month_at]) <= _LONGEST_SHORT_MONTH and tokens.glued(at)
        return at + 1 if is_short and tokens.words[at] == "." else at

    def _year(self, tokens: Tokens, at: int, anchor: Anchor | None) -> tuple[int | None, int]:
        """The year that ends a date, and the token after it: "2024", "of 2024", "of last year"."""
        then = at + 1 if tokens.word(at) in self.of else at
        word = tokens.word(then)
        if is_year_number(word) and tokens.word(then + 1) not in self.counted:
            return int(word), then + 1
        found = self.deixis_after.starting_at(tokens, at)
        if found is None or anchor is None or tokens.word(found[0]) in self.units:
            return None, at
        return anchor.day.year + _SHIFT[found[2]], found[0]

    def _season(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "summer 2024", "the winter of 2022"."""
        year, last = self._year(tokens, index + 1, anchor)
        if year is None:
            return None
        low, high = _season(self.seasons[tokens.words[index]], year)
        return Moment(last, low, high, tuple(range(index + 1, last)))

    def _part(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "mid-2025", "the first half of last year"; "early March" is that month."""
        found = self.parts.starting_at(tokens, index)
        if found is None:
            return None
        at = found[0] + 1 if tokens.word(found[0]) in DASHES else found[0]
        word = tokens.word(at)
        if is_year_number(word):
            inner: Moment | None = Moment(at + 1, word, word, (at,))
        else:
            reader = next(
                (read for read in (self._month, self._season, self._deictic)
                 if read in self._readers.get(word, ())), None
            )  # fmt: skip
            inner = reader(tokens, at, anchor) if reader else None
        if inner is None or inner.day is not None:
            return None
        first, last = found[2]
        if inner.low and len(inner.low) == 4:
            return replace(inner, low=f"{inner.low}-{first:02}", high=f"{inner.low}-{last:02}")
        return replace(inner, is_weak=False)

    def _part_alone(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "in the first quarter": of the latest year in which it has begun."""
        found = self.parts_alone.starting_at(tokens, index)
        if found is None:
            return None
        first, last = found[2]
        if anchor is None:
            return Moment(found[0], None, None, is_weak=True)
        year = anchor.day.year - (first > anchor.day.month)
        return Moment(found[0], f"{year}-{first:02}", f"{year}-{last:02}", is_weak=True)

    # --- relative to the day of publication -----------------------------------------------------

    def _deictic(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "last month", "this summer", "next Friday", "the past two years"."""
        found = self.deixis.starting_at(tokens, index)
        if found is None:
            return None
        at, _, which = found
        word = tokens.word(at)
        if unit := self.unit_singulars.get(word):
            return self._period(at + 1, unit, which, anchor)
        if month := self._month_number(tokens, at):
            year = _deictic_year(which, month, anchor) if anchor else None
            return _dated(year, month, None, at + 1, ())
        if word in self.weekdays:
            return _weekday(at + 1, self.weekdays[word], which, anchor)
        if word in self.seasons:
            return _deictic_season(at + 1, self.seasons[word], which, anchor)
        return self._stretch(tokens, at, anchor) if which == "last" else None

    def _period(self, last: int, unit: str, which: str, anchor: Anchor | None) -> Moment | None:
        if unit not in {"week", "month", "year"}:
            return None
        if anchor is None:
            return Moment(last, None, None)
        day, shift = anchor.day, _SHIFT[which]
        if unit == "week":
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
            return Moment(last, monday.isoformat(), (monday + timedelta(days=6)).isoformat())
        text = f"{day.year + shift:04}" if unit == "year" else _month_text(day, shift)
        return Moment(last, text, text)

    def _stretch(self, tokens: Tokens, at: int, anchor: Anchor | None) -> Moment | None:
        """As in "the past two years": from so long ago up to publication."""
        counted = self._counted_units(tokens, at)
        if counted is None:
            return None
        count, unit, last = counted
        if anchor is None:
            return Moment(last, None, None)
        return Moment(last, _back(anchor.day, unit, count), _back(anchor.day, unit, 0))

    def _ago(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "five months ago", "a year ago"."""
        if self.ago.isdisjoint(tokens.words[index + 2 : index + _FARTHEST_AGO]):
            return None  # most numbers: do not read them
        counted = self._counted_units(tokens, index)
        if counted is None or tokens.word(counted[2]) not in self.ago:
            return None
        count, unit, last = counted
        text = _back(anchor.day, unit, count) if anchor else None
        return Moment(last + 1, text, text)

    def _counted_units(self, tokens: Tokens, at: int) -> tuple[int, str, int] | None:
        """So many units of time, and the token after them: "two years", "a month"."""
        if tokens.word(at) in self.one and tokens.word(at + 1) in self.units:
            return 1, self.units[tokens.word(at + 1)], at + 2
        if at >= len(tokens.words) or not (numeral := self.numerals.read(tokens, at)):
            return None
        unit = self.units.get(tokens.word(numeral.last))
        if unit is None or numeral.is_vague or not 1 <= numeral.low <= _LONGEST_AGO:
            return None
        return int(numeral.low), unit, numeral.last + 1

    def _weekday(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "Friday"; in "Friday, 14 March" the date says more."""
        if not self._is_capital_enough(tokens, index):
            return None
        at = index + 2 if tokens.word(index + 1) in {",", "."} else index + 1
        if at < len(tokens.words):
            month = self._month(tokens, at, anchor) if tokens.words[at] in self.months else None
            dated = month or self._day_first(tokens, at, anchor)
            if dated is not None and dated.day is not None:
                return dated
        return _weekday(index + 1, self.weekdays[tokens.words[index]], "", anchor)

    def _day_away(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "yesterday"."""
        found = self.days.starting_at(tokens, index)
        if found is None:
            return None
        if anchor is None or not anchor.is_day:
            return Moment(found[0], None, None)
        text = (anchor.day + timedelta(days=found[2])).isoformat()
        return Moment(found[0], text, text)

    def _now(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "to date"; "so far as" is none."""
        found = self.now.starting_at(tokens, index)
        if found is None or tokens.word(found[0]) in self.function_words:
            return None
        text = anchor.text if anchor else None
        return Moment(found[0], text, text, is_open=True)

    def _named(self, tokens: Tokens, index: int, anchor: Anchor | None) -> Moment | None:
        """As in "the full-scale invasion": the pack knows its day."""
        found = self.named.starting_at(tokens, index)
        return Moment(found[0], found[2], found[2], is_weak=True) if found else None


_Reader = Callable[[Tokens, int, Anchor | None], Moment | None]


@lru_cache(maxsize=8)
def moments(language: str) -> Moments:
    """The moments of a language, read once."""
    return Moments(language)


def is_year_number(word: str) -> bool:
    """Whether figures could be a year, whatever stands around them."""
    return len(word) == 4 and word.isdecimal() and _EARLIEST <= int(word) <= _LATEST


_SHIFT = {"this": 0, "last": -1, "next": 1}
_LONGEST_SHORT_MONTH = 4
_LONGEST_AGO = 500
_FARTHEST_AGO = 8
_OPENING = frozenset("([{\"'“‘«-–—/~≈\n")
_CLOSING = frozenset(")]}\"'”’»-–—/.,;:!?…\n")
_DECIMALS = frozenset(".,:")
_FIGURES = re.compile(
    r"(?P<iso>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?(?!\d|[-.]\d)"
    r"|(?P<first>\d{1,2})(?P<sign>[./-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|(?<!\.)\d{2})"
    r"(?!\d|[./-]\d)"
    r"|(?P<season>\d{4})[-–/](?P<next>\d{2})(?!\d|[-./–]\d)"
)


def _text(year: int, month: int, day: int | None) -> str:
    if day is None:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{min(day, calendar.monthrange(year, month)[1]):02}"


def _dated(
    year: int | None, month: int, day: int | None, last: int, numbers: tuple[int, ...]
) -> Moment | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    if year is None:
        return Moment(last, None, None, numbers, month, day)
    if not _EARLIEST <= year <= _LATEST:
        return None
    text = _text(year, month, day)
    return Moment(last, text, text, numbers, month, day)


def _deictic_year(which: str, month: int, anchor: Anchor) -> int:
    """The year of "last December", "this March", "next May"."""
    year, here = anchor.day.year, anchor.day.month
    if which == "last" and month >= here:
        return year - 1
    if which == "next" and month <= here:
        return year + 1
    return year


def _month_text(day: date, shift: int) -> str:
    months = day.year * 12 + day.month - 1 + shift
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _season(months: list[int], year: int) -> tuple[str, str]:
    """First and last month of a season; a winter ends in the year after."""
    first, last = months
    return f"{year:04}-{first:02}", f"{year + (first > last):04}-{last:02}"


def _deictic_season(last: int, months: list[int], which: str, anchor: Anchor | None) -> Moment:
    """The season of this year, or the one under way; with "last", the latest that is over."""
    if anchor is None:
        return Moment(last, None, None)
    year, month = anchor.day.year, anchor.day.month
    first, final = months
    if first > final and month < first:
        year -= 1  # the winter that began last year
    if which == "last":
        is_over = month > final if first <= final else final < month < first
        year -= 0 if is_over else 1
    year += which == "next"
    return Moment(last, *_season(months, year))


def _weekday(last: int, weekday: int, which: str, anchor: Anchor | None) -> Moment:
    """The latest such day up to publication; "last" is before it, "next" after it."""
    if anchor is None or not anchor.is_day:
        return Moment(last, None, None)
    back = (anchor.day.weekday() - weekday) % 7
    if which == "last" and back == 0:
        back = 7
    if which == "next":
        back -= 7
    text = (anchor.day - timedelta(days=back)).isoformat()
    return Moment(last, text, text)


def _back(day: date, unit: str, count: int) -> str | None:
    """So many units before a day, as exactly as the unit is."""
    if unit in _DAYS:
        return (day - timedelta(days=_DAYS[unit] * count)).isoformat()
    if unit == "month":
        return _month_text(day, -count)
    year = day.year - count * (10 if unit == "decade" else 1)
    return f"{year:04}" if year > 0 else None


_DAYS: dict[str, Any] = {"day": 1, "week": 7, "fortnight": 14}
