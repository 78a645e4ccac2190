"""When a text says that something was: days, months, years, and what is relative to publication.

A date is resolved to EDTF level 1. What is said relative to the day of publication ("last month",
"in December", "on Friday") needs that day; without it the mention is found and stays unresolved.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from muster.extraction.numerals import Numerals, numerals
from muster.extraction.tokens import DASHES, Phrases, Tokens, pack, phrases, tokenize

EARLIEST, LATEST = 1500, 2099
"""Four digits outside these are no year."""
_MODERN = 1900


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date of a text, with the word before it that says how it bounds ("since", "by")."""

    start: int
    end: int
    edtf: str | None
    """EDTF level 1: ``2025-12``, ``2022/..``, ``../2025-11``; None where the day of publication
    would be needed to tell."""
    kind: str
    """point ("5 March 2024", "Friday"), during ("in March", "last year"), since ("since 2022"),
    until ("until May", "to date"), by ("by October"), as_of, before, after, between ("from A to
    B" as well)."""


def dates(text: str, published_on: str | None, language: str = "en") -> list[DateMention]:
    """The dates of a text, in order, none inside another.

    Args:
        text: any text; offsets are code points of it as given.
        published_on: the day of publication (``YYYY-MM-DD``; month or year alone will do, with
            what that leaves open), against which relative dates are resolved. A month without a
            year is the latest such month not after it, a weekday the latest such day.
        language: the language pack to read with.

    Raises:
        MusterError: there is no pack for the language.
    """
    tokens = tokenize(text)
    return [
        DateMention(tokens.starts[found.first], tokens.ends[found.last - 1], found.edtf, found.kind)
        for found in date_grammar(language).find(tokens, _anchor(published_on))
    ]


@dataclass(frozen=True, slots=True)
class Found:
    """A date mention in tokens; ``numbers`` are those tokens that are its days and years."""

    first: int
    last: int
    edtf: str | None
    kind: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day, month or year, perhaps an interval, perhaps without its year."""

    last: int
    low: str | None
    """First day, month or year, in EDTF; None while the year is not known."""
    high: str | None
    numbers: tuple[int, ...] = ()
    month: int | None = None
    day: int | None = None
    kind: str = "point"
    weak: bool = False
    """Whether only a word before it makes it a date: "May", "the invasion"."""

    @property
    def needs_year(self) -> bool:
        return self.low is None and self.month is not None


class DateGrammar:
    """The dates of one language."""

    def __init__(self, language: str) -> None:
        data = pack(language, "dates")
        small = data["small"]
        self.numerals: Numerals = numerals(language)
        self.months: dict[str, int] = data["months"]
        self.ambiguous_months = frozenset(data["months_ambiguous"]["words"])
        self.weekdays: dict[str, int] = data["weekdays"]
        self.seasons: dict[str, list[int]] = data["seasons"]
        self.ordinals = Phrases(data["ordinals"])
        self.of = frozenset(small["of"])
        self.the = frozenset(small["the"])
        self.suffixes = frozenset(small["ordinal_suffixes"])
        self.ago = frozenset(small["ago_sure"])
        self.one = frozenset(small["a"])
        self.units = {word: unit for unit, words in data["units"].items() for word in words}
        deixis = data["deixis"]
        self.deixis = phrases({key: deixis[key] for key in ("this", "last", "next")})
        self.deixis_after = phrases(
            {key: deixis[f"after_{key}"] for key in ("this", "last", "next")}
        )
        self.spans = phrases({"last": deixis["spans"]})
        self.days = Phrases(data["days"])
        self.now = phrases({"now": data["now"]["phrases"]})
        self.kinds = phrases(data["kinds"])
        self.between = frozenset(data["ranges"]["between"])
        self.between_and = frozenset(data["ranges"]["and"])
        self.range_from = frozenset(data["ranges"]["from"])
        self.range_to = phrases({"to": data["ranges"]["to"]})
        self.parts = Phrases(data["parts"])
        self.moments = Phrases(data["moments"])
        self.year_cues = frozenset(data["years"]["cues"])
        self.soft_year_cues = frozenset(data["years"]["soft_cues"])
        counted = pack(language, "numbers")
        self.counted = frozenset(counted["counted"]["words"])
        self.function_words = frozenset(counted["function"]["words"])
        self.plural_verbs = frozenset(counted["function"]["plural_verbs"])
        starts = {
            *self.months, *self.weekdays, *self.seasons, *self.days.first_words,
            *self.now.first_words, *self.deixis.first_words, *self.parts.first_words,
            *self.moments.first_words, *self.ordinals.first_words, *self.the, *self.one,
            *self.numerals.words, *self.spans.first_words,
        }  # fmt: skip
        self._starts = frozenset(starts)

    def find(self, tokens: Tokens, anchor: _Anchor | None) -> list[Found]:
        """Every date mention, left to right; time is linear in the text."""
        found: list[Found] = []
        index, count = 0, len(tokens.words)
        while index < count:
            word = tokens.words[index]
            if (word in self._starts or word[0].isdigit()) and (
                moment := self._moment(tokens, index, anchor)
            ):
                earliest = found[-1].last if found else 0
                mention = self._mention(tokens, index, moment, anchor, earliest)
                if mention is not None:
                    found.append(mention)
                    index = mention.last
                    continue
            index += 1
        return found

    # --- one mention: a moment, or two joined, with the word before it -----------------------------

    def _mention(
        self, tokens: Tokens, index: int, moment: _Moment, anchor: _Anchor | None, earliest: int
    ) -> Found | None:
        before = tokens.word(index - 1) if index > earliest else ""
        if second := self._second(tokens, index, moment, anchor, before):
            first = moment
            if first.needs_year and second.low:
                first = _with_year_before(first, second)
            elif first.low is None:
                first = self._resolved(first, anchor)
            second = self._resolved(second, anchor)
            if second.low and moment.needs_year:
                first = _with_year_before(moment, second)
            start = index - 1 if before in self.between or before in self.range_from else index
            low, high = first.low, second.high
            edtf = f"{low}/{high}" if low and high and low[:4] <= high[:4] else None
            return Found(start, second.last, edtf, "between", (*first.numbers, *second.numbers))
        cue = self.kinds.ending_at(tokens, index)
        if cue is not None and cue[0] < earliest:
            cue = None
        if moment.weak and cue is None:
            return None
        resolved = self._resolved(moment, anchor)
        start, kind = index, moment.kind
        if cue is not None and kind != "until":
            start, _, kind = cue
        return Found(start, moment.last, _edtf(resolved, kind), kind, moment.numbers)

    def _second(
        self, tokens: Tokens, index: int, moment: _Moment, anchor: _Anchor | None, before: str
    ) -> _Moment | None:
        """The moment that "between A and", "from A to" or "A-" leads to."""
        at = moment.last
        joiner = tokens.word(at)
        if before in self.between and joiner in self.between_and:
            then = at + 1
        elif (found := self.range_to.starting_at(tokens, at)) and (
            before in self.range_from or moment.month or len(moment.low or "") == 4
        ):
            then = found[0]
        elif joiner in DASHES and not moment.weak:
            then = at + 1
        else:
            return None
        if then >= len(tokens.words):
            return None
        second = self._moment(tokens, then, anchor)
        if second is None and moment.low and len(moment.low) == 4 and joiner in DASHES:
            return None
        if second is None or second.kind == "until":
            return None
        if (moment.day is None) != (second.day is None) and joiner in DASHES:
            return None
        return second

    # --- moments ------------------------------------------------------------------------------------

    def _moment(self, tokens: Tokens, index: int, anchor: _Anchor | None) -> _Moment | None:
        word = tokens.words[index]
        if word[0].isdigit():
            return self._from_digits(tokens, index, anchor)
        if word in self.months and tokens.raw(index)[0].isupper():
            return self._from_month(tokens, index, anchor)
        if found := self.moments.starting_at(tokens, index):
            return _Moment(found[0], found[2], found[2], weak=True)
        if found := self.days.starting_at(tokens, index):
            return self._day_away(found[0], found[2], anchor)
        if found := self.now.starting_at(tokens, index):
            if anchor is None or not self._is_now(tokens, found):
                return None
            return _Moment(found[0], "..", anchor.text, kind="until")
        if found := self.parts.starting_at(tokens, index):
            return self._part(tokens, found, anchor)
        if word in self.weekdays and tokens.raw(index)[0].isupper():
            return self._weekday(index + 1, self.weekdays[word], "latest", anchor)
        if (found := self.deixis.starting_at(tokens, index)) and (
            moment := self._deictic(tokens, found, anchor)
        ):
            return moment
        if word in self.the and index + 1 < len(tokens.words):
            day = self._day(tokens, index + 1)
            if day and (moment := self._day_of_month(tokens, day, anchor)):
                return moment
        day = self._day(tokens, index)
        if day and (moment := self._day_of_month(tokens, day, anchor)):
            return moment
        if word in self.seasons:
            return self._season(tokens, index, anchor)
        if word in self.one or word in self.numerals.words:
            return self._ago(tokens, index, anchor)
        return None

    def _from_digits(self, tokens: Tokens, index: int, anchor: _Anchor | None) -> _Moment | None:
        if tokens.glued(index) and tokens.word(index - 1) not in _OPENING:
            return None
        if match := _NUMERIC.match(tokens.text, tokens.starts[index]):
            return _numeric(tokens, index, match)
        day = self._day(tokens, index)
        if day and (moment := self._day_of_month(tokens, day, anchor)):
            return moment
        if self.is_year(tokens, index):
            year = f"{int(tokens.words[index]):04}"
            return _Moment(index + 1, year, year, (index,))
        return self._ago(tokens, index, anchor)

    def is_year(self, tokens: Tokens, index: int) -> bool:
        """Whether these four digits are a year, as far as the words around tell."""
        word = tokens.words[index]
        if len(word) != 4 or not EARLIEST <= int(word) <= LATEST:
            return False
        if tokens.glued(index) and tokens.word(index - 1) not in _OPENING:
            return False
        following, before = tokens.word(index + 1), tokens.word(index - 1)
        if tokens.glued(index + 1) and following not in _CLOSING:
            # 2024.5, 2000km, 2022-present
            return False
        if (
            following in {".", ","}
            and tokens.glued(index + 1)
            and tokens.glued(index + 2)
            and tokens.word(index + 2)[:1].isdigit()
        ):
            return False
        if following in self.counted or following in self.numerals.scales:
            return False
        is_plural = (
            following.endswith("s")
            and following not in self.function_words
            and following.isalpha()
            and tokens.raw(index + 1).islower()
        )
        if before in self.year_cues or before in self.months:
            return not is_plural or int(word) >= _MODERN
        if int(word) < _MODERN:
            return before in self.soft_year_cues and not is_plural and before not in self.the
        return before in self.soft_year_cues or not (is_plural or following in self.plural_verbs)

    def _from_month(self, tokens: Tokens, index: int, anchor: _Anchor | None) -> _Moment | None:
        """A date that begins with its month: "March 14, 2025", "Oct. 31", "December"."""
        month = self.months[tokens.words[index]]
        at = index + 1
        if tokens.word(at) == "." and tokens.glued(at) and len(tokens.words[index]) <= 4:
            at += 1
        day = self._day(tokens, at) if at < len(tokens.words) else None
        if (
            day is not None
            and not tokens.glued(
                day[1],
            )
            and tokens.word(day[1]) in self.counted
        ):
            day = None
        if day is not None:
            value, last = day
            comma = last + 1 if tokens.word(last) == "," else last
            year, then = self._year(tokens, comma, anchor)
            if year is None:
                year, then = None, last
            return _dated(year, month, value, then, _numbers(tokens, at, then))
        year, then = self._year(tokens, at + 1 if tokens.word(at) == "," else at, anchor)
        if year is None:
            then = index + 1
        weak = year is None and tokens.words[index] in self.ambiguous_months
        return replace(_dated(year, month, None, then, _numbers(tokens, at, then)), weak=weak)

    def _day_of_month(
        self, tokens: Tokens, day: tuple[int, int], anchor: _Anchor | None
    ) -> _Moment | None:
        """A date that begins with its day: "14 March", "the 5th of May 2024", "29th of last September"."""
        value, at = day
        first = at - 1
        # 21-22 March, 21 and 22 March: the first day alone is this one's
        if tokens.word(at) in self.of:
            at += 1
        if (found := self.deixis.starting_at(tokens, at)) and tokens.word(found[0]) in self.months:
            month = self.months[tokens.word(found[0])]
            year = _deictic_year(found[2], month, anchor)
            return _dated(year, month, value, found[0] + 1, (first,))
        word = tokens.word(at)
        if word not in self.months or not tokens.raw(at)[0].isupper():
            return None
        month = self.months[word]
        at += 1
        if (
            tokens.word(at) == "."
            and tokens.glued(at)
            and len(word) <= 4
            and (tokens.word(at + 1)[:1].isdigit())
        ):
            at += 1
        comma = at + 1 if tokens.word(at) == "," else at
        year, then = self._year(tokens, comma, anchor)
        return _dated(
            year,
            month,
            value,
            then if year else at,
            (first, *_numbers(tokens, at, then if year else at)),
        )

    def _day(self, tokens: Tokens, index: int) -> tuple[int, int] | None:
        """A day of the month, and the token after it: "5", "5th", "twenty-ninth"."""
        word = tokens.word(index)
        if word[:1].isdigit():
            if len(word) > 2 or not 1 <= int(word) <= 31:
                return None
            last = index + 1
            if tokens.glued(last):
                if tokens.word(last) in self.suffixes:
                    return int(word), last + 1
                if tokens.word(last)[0].isalnum() or (
                    tokens.word(last) in _DECIMALS
                    and tokens.glued(last + 1)
                    and tokens.word(last + 1)[:1].isdigit()
                ):
                    return None
            return int(word), last
        if found := self.ordinals.starting_at(tokens, index):
            return found[2], found[0]
        return None

    def _year(self, tokens: Tokens, at: int, anchor: _Anchor | None) -> tuple[str | None, int]:
        """The year that ends a date: "2024", "of 2024", "of last year", "this year"."""
        then = at + 1 if tokens.word(at) in self.of else at
        word = tokens.word(then)
        if len(word) == 4 and word.isdigit() and EARLIEST <= int(word) <= LATEST:
            if tokens.word(then + 1) not in self.counted:
                return f"{int(word):04}", then + 1
        elif found := self.deixis_after.starting_at(tokens, at):
            if anchor is not None and self.units.get(tokens.word(found[0])) is None:
                shift = {"this": 0, "last": -1, "next": 1}[found[2]]
                if len(found[1].split()) > 1 or shift == 0:
                    return f"{anchor.day.year + shift:04}", found[0]
        return None, at

    def _part(
        self, tokens: Tokens, found: tuple[int, str, Any], anchor: _Anchor | None
    ) -> _Moment | None:
        """As in "Mid-2025", "the first half of last year", "early March": months, or the month."""
        at, _, (first, last) = found
        if tokens.word(at) in DASHES:
            at += 1
        if at >= len(tokens.words):
            return None
        word = tokens.words[at]
        if word[0].isdigit():
            if len(word) != 4 or not EARLIEST <= int(word) <= LATEST:
                return None
            inner: _Moment | None = _Moment(at + 1, word, word, (at,))
        elif word in self.seasons:
            inner = self._season(tokens, at, anchor)
        elif word in self.months and tokens.raw(at)[0].isupper():
            inner = self._from_month(tokens, at, anchor)
        elif which := self.deixis.starting_at(tokens, at):
            inner = self._deictic(tokens, which, anchor)
        else:
            return None
        if inner is None or inner.day is not None:
            return None
        if inner.low and len(inner.low) == 4 and inner.low == inner.high:
            low, high = f"{inner.low}-{first:02}", f"{inner.low}-{last:02}"
            return replace(inner, low=low, high=high, kind="during")
        return replace(inner, kind="during", weak=False)

    def _deictic(
        self, tokens: Tokens, found: tuple[int, str, Any], anchor: _Anchor | None
    ) -> _Moment | None:
        """As in "Last month", "this summer", "next Friday", "the past two years"."""
        at, phrase, which = found
        word = tokens.word(at)
        if word in self.units:
            return self._period(at + 1, self.units[word], which, anchor)
        if word in self.months and tokens.raw(at)[0].isupper():
            month = self.months[word]
            year = _deictic_year(which, month, anchor)
            return replace(_dated(year, month, None, at + 1, ()), kind="during")
        if word in self.weekdays:
            return self._weekday(at + 1, self.weekdays[word], which, anchor)
        if word in self.seasons:
            return self._deictic_season(at + 1, self.seasons[word], which, anchor)
        if which == "last" and at < len(tokens.words):
            numeral = self.numerals.read(tokens, at)
            if numeral is None or numeral.low != numeral.high or not 1 <= numeral.low <= 500:
                return None
            unit = self.units.get(tokens.word(numeral.last))
            if unit is None:
                return None
            back = _back(anchor, unit, numeral.low)
            high = back and anchor and back[1](anchor.day)
            return _Moment(numeral.last + 1, back and back[0], high or None, kind="during")
        return None

    def _period(self, last: int, unit: str, which: str, anchor: _Anchor | None) -> _Moment | None:
        if unit not in {"week", "month", "year"}:
            return None
        if anchor is None:
            return _Moment(last, None, None, kind="during")
        shift = {"this": 0, "last": -1, "next": 1}[which]
        day = anchor.day
        if unit == "year":
            low = high = f"{day.year + shift:04}"
        elif unit == "month":
            low = high = _month_text(day, shift)
        else:
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
            low, high = monday.isoformat(), (monday + timedelta(days=6)).isoformat()
        return _Moment(last, low, high, kind="during")

    def _weekday(self, last: int, weekday: int, which: str, anchor: _Anchor | None) -> _Moment:
        if anchor is None or not anchor.is_exact:
            return _Moment(last, None, None)
        back = (anchor.day.weekday() - weekday) % 7
        if which == "last" and back == 0:
            back = 7
        if which == "next":
            back = back - 7
        text = (anchor.day - timedelta(days=back)).isoformat()
        return _Moment(last, text, text)

    def _season(self, tokens: Tokens, index: int, anchor: _Anchor | None) -> _Moment | None:
        first, last = self.seasons[tokens.words[index]]
        year, then = self._year(tokens, index + 1, anchor)
        if year is None:
            return None
        low, high = _season_months(first, last, int(year), ends_next_year=True)
        return _Moment(then, low, high, _numbers(tokens, index + 1, then), kind="during")

    def _deictic_season(
        self, last_token: int, months: list[int], which: str, anchor: _Anchor | None
    ) -> _Moment:
        if anchor is None:
            return _Moment(last_token, None, None, kind="during")
        first, last = months
        year, month = anchor.day.year, anchor.day.month
        if first > last:  # the winter that ends in this year, or from December on the next
            year = year + 1 if month >= first else year
        shift = {"this": 0, "last": -1, "next": 1}[which]
        if which == "last" and first <= last and month > last:
            shift = 0 if month - last > 3 else -1
        low, high = _season_months(first, last, year + shift, ends_next_year=False)
        return _Moment(last_token, low, high, kind="during")

    def _ago(self, tokens: Tokens, index: int, anchor: _Anchor | None) -> _Moment | None:
        """As in "Five months ago", "a year ago"."""
        if tokens.word(index) in self.one and tokens.word(index + 1) in self.units:
            count, at = 1.0, index + 1
        else:
            numeral = self.numerals.read(tokens, index)
            if numeral is None or numeral.low != numeral.high or numeral.low > 500:
                return None
            count, at = numeral.low, numeral.last
        unit = self.units.get(tokens.word(at))
        if unit is None or tokens.word(at + 1) not in self.ago:
            return None
        back = _back(anchor, unit, count)
        text = back[0] if back else None
        return _Moment(at + 2, text, text)

    def _is_now(self, tokens: Tokens, found: tuple[int, str, Any]) -> bool:
        """As in "So far" alone is no date before "as", "away", "from"; "this year" takes it along."""
        return tokens.word(found[0]) not in self.function_words or tokens.word(found[0]) == ""

    def _day_away(self, last: int, shift: int, anchor: _Anchor | None) -> _Moment:
        if anchor is None or not anchor.is_exact:
            return _Moment(last, None, None)
        text = (anchor.day + timedelta(days=shift)).isoformat()
        return _Moment(last, text, text)

    def _resolved(self, moment: _Moment, anchor: _Anchor | None) -> _Moment:
        """A moment without a year, as the latest such one not after publication."""
        if moment.low is not None or moment.month is None or anchor is None:
            return moment
        return _latest(moment, anchor.day)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The day of publication; ``text`` is how exactly it is known."""

    day: date
    text: str
    is_exact: bool = field(default=True)


@lru_cache(maxsize=8)
def date_grammar(language: str) -> DateGrammar:
    """The date grammar of a language, read once."""
    return DateGrammar(language)


_OPENING = frozenset("([{\"'“‘«-–—/~≈") | {"\n"}
_CLOSING = frozenset(")]}\"'”’»-–—/.,;:!?…") | {"\n"}
_DECIMALS = frozenset(".,:/")
_NUMERIC = re.compile(
    r"(?P<iso>(?P<y>\d{4})-(?P<m>\d{2})(?:-(?P<d>\d{2}))?(?![\d-]|\.\d))"
    r"|(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d./-]\d|\d)"
)


def _anchor(published_on: str | None) -> _Anchor | None:
    match = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", published_on or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        month_or_last = month or 12
        last = calendar.monthrange(year or 1, month_or_last)[1]
        return _Anchor(date(year or 1, month_or_last, day or last), match[0], day is not None)
    except ValueError:
        return None


def _numeric(tokens: Tokens, index: int, match: re.Match[str]) -> _Moment | None:
    """A date in figures. 03/04/2025 is two dates to two readers: only its year is certain."""
    last = index
    while last < len(tokens.starts) and tokens.starts[last] < match.end():
        last += 1
    numbers = tuple(range(index, last))
    if match["iso"]:
        year, month, day = int(match["y"]), int(match["m"]), match["d"]
        if not (EARLIEST <= year <= LATEST and 1 <= month <= 12):
            return None
        return _dated(f"{year:04}", month, int(day) if day else None, last, numbers)
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    if len(match["year"]) == 2:
        if match["sep"] == ".":
            return None
        year += 2000
    if not (EARLIEST <= year <= LATEST):
        return None
    if match["sep"] == "." or first > 12:
        day_value, month = first, second
    elif second > 12 or first == second:
        month, day_value = first, second
    else:
        return _Moment(last, f"{year:04}", f"{year:04}", numbers)
    if not (1 <= month <= 12 and 1 <= day_value <= 31):
        return None
    return _dated(f"{year:04}", month, day_value, last, numbers)


def _dated(
    year: str | None, month: int, day: int | None, last: int, numbers: tuple[int, ...]
) -> _Moment:
    text = None
    if year is not None:
        text = f"{year}-{month:02}"
        if day is not None:
            text += f"-{min(day, calendar.monthrange(int(year), month)[1]):02}"
    return _Moment(last, text, text, numbers, month, day)


def _latest(moment: _Moment, day: date) -> _Moment:
    month, year = moment.month or 1, day.year
    wanted = moment.day or 1
    if (month, wanted) > (day.month, day.day if moment.day else 31):
        year -= 1
    dated = _dated(f"{year:04}", month, moment.day, moment.last, moment.numbers)
    return replace(dated, kind=moment.kind)


def _with_year_before(first: _Moment, second: _Moment) -> _Moment:
    """As in "Between January and June 2025": the first takes the year in which it is not after the second."""
    low = second.low or ""
    year, month = int(low[:4]), int(low[5:7] or 12)
    if first.month and first.month > month:
        year -= 1
    return _dated(f"{year:04}", first.month or 1, first.day, first.last, first.numbers)


def _deictic_year(which: str, month: int, anchor: _Anchor | None) -> str | None:
    if anchor is None:
        return None
    year = anchor.day.year
    if which == "last" and month >= anchor.day.month:
        year -= 1
    if which == "next" and month <= anchor.day.month:
        year += 1
    return f"{year:04}"


def _month_text(day: date, shift: int) -> str:
    months = day.year * 12 + day.month - 1 + shift
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _season_months(first: int, last: int, year: int, *, ends_next_year: bool) -> tuple[str, str]:
    if first <= last:
        return f"{year:04}-{first:02}", f"{year:04}-{last:02}"
    start = year if ends_next_year else year - 1
    return f"{start:04}-{first:02}", f"{start + 1:04}-{last:02}"


def _back(anchor: _Anchor | None, unit: str, count: float) -> tuple[str, Any] | None:
    """So many units before publication, as exactly as the unit says, and how to write a day so."""
    if anchor is None:
        return None
    whole = int(count)
    if unit in {"day", "week", "fortnight"}:
        days = {"day": 1, "week": 7, "fortnight": 14}[unit] * count
        return (anchor.day - timedelta(days=int(days))).isoformat(), date.isoformat
    if unit == "month":
        return _month_text(anchor.day, -whole), lambda day: _month_text(day, 0)
    years = whole * 10 if unit == "decade" else whole
    if years >= anchor.day.year:
        return None
    return f"{anchor.day.year - years:04}", lambda day: f"{day.year:04}"


def _edtf(moment: _Moment, kind: str) -> str | None:
    low, high = moment.low, moment.high
    if low is None or high is None:
        return None
    if low == ".." or (kind in {"until", "by", "before"}):
        return f"../{high}"
    if kind in {"since", "after"}:
        return f"{low}/.."
    return low if low == high else f"{low}/{high}"


def _numbers(tokens: Tokens, first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last))
