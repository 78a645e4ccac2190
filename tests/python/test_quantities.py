from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import muster
from muster.extraction.dates import dates
from muster.extraction.quantities import Quantity, numbers_left_out, quantities
from muster.extraction.tokens import PACKS, tokenize
from muster.project import MusterError


def only(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, [text[one.start : one.end] for one in found]
    return found[0]


def spans(text: str) -> list[str]:
    return [text[found.start : found.end] for found in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18,000 men", 18_000),
        ("18 000 men", 18_000),
        ("18\u202f000 men", 18_000),
        ("6'162 men", 6_162),
        ("1,234,567 votes", 1_234_567),
        ("12,34,567 voters", 1_234_567),
        ("18.000 men", 18_000),
        ("2.500 dollars", 2_500),
        ("1.111,11 dollars", 1_111.11),
        ("1,5 million", 1_500_000),
        ("3.25 points", 3.25),
        ("grew by .5 percent", 0.5),
        ("1.5 million people", 1_500_000),
        ("20k men", 20_000),
        ("2m people", 2_000_000),
        ("5 bn", 5e9),
        ("two lakh men", 200_000),
        ("9 lakh", 900_000),
        ("3 crore", 30_000_000),
        ("three lakh crore", 3e12),
        ("twenty-six men", 26),
        ("twenty six men", 26),
        ("one hundred and fifty men", 150),
        ("three hundred and sixteen are dead", 316),
        ("fifty-two states", 52),
        ("two hundred and two thousand", 202_000),
        ("one million two hundred thousand and six", 1_200_006),
        ("three and a half thousand", 3_500),
        ("3 and a half years", 3.5),
        ("two million and a half", 2_500_000),
        ("two point five million", 2_500_000),
        ("3 hundred and 21", 321),
        ("a million roubles", 1_000_000),
        ("a hundred men", 100),
        ("half a million men", 500_000),
        ("a quarter of a million men", 250_000),
        ("2½ years", 2.5),
        ("minus 20 degrees", -20),
        ("it was -5 outside", -5),
        ("1.3x10^6 cells", 1_300_000),
        ("zero cases", 0),
    ],
)
def test_the_value_of_a_number_however_it_is_written(text: str, value: float) -> None:
    found = only(text)
    assert (found.relation, found.high) == ("exact", None)
    assert found.low == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "relation", "low", "high"),
    [
        ("more than 150 men", "more_than", 150, None),
        ("over 18,000 men", "more_than", 18_000, None),
        ("well over 200 men", "more_than", 200, None),
        ("a little over 200 men", "more_than", 200, None),
        ("upwards of 1,000", "more_than", 1_000, None),
        ("in excess of 300", "more_than", 300, None),
        ("the toll exceeds 500", "more_than", 500, None),
        (">150", "more_than", 150, None),
        ("more than a hundred men", "more_than", 100, None),
        ("at least 55 men", "at_least", 55, None),
        ("no fewer than 3,388 men", "at_least", 3_388, None),
        ("not less than 30 men", "at_least", 30, None),
        ("as little as $500", "at_least", 500, None),
        ("forty at the least", "at_least", 40, None),
        ("122 as a minimum", "at_least", 122, None),
        ("200 or more", "at_least", 200, None),
        ("200 men or more", "at_least", 200, None),
        ("150+ men", "at_least", 150, None),
        ("150 plus", "at_least", 150, None),
        ("≥ 40", "at_least", 40, None),
        ("at least a dozen men", "at_least", 12, None),
        ("at least dozens of men", "at_least", 10, None),
        ("no more than 12", "at_most", None, 12),
        ("not over 200", "at_most", None, 200),
        ("not exceeding 40", "at_most", None, 40),
        ("at most 40 men", "at_most", None, 40),
        ("200 or fewer", "at_most", None, 200),
        ("200 or less", "at_most", None, 200),
        ("a maximum of 90 days", "at_most", None, 90),
        ("fewer than 300 men", "less_than", None, 300),
        ("under 20 percent", "less_than", None, 20),
        ("just under 20 percent", "less_than", None, 20),
        ("below 170", "less_than", None, 170),
        ("nearly 200 men", "less_than", None, 200),
        ("almost 7 percent", "less_than", None, 7),
        ("up to 700 workers", "up_to", None, 700),
        ("as many as 20,000 men", "up_to", None, 20_000),
        ("as much as $18,000", "up_to", None, 18_000),
        ("around 85 persons", "approximately", 85, None),
        ("about a score of men", "approximately", 20, None),
        ("some 350,000 shillings", "approximately", 350_000, None),
        ("an estimated 500 men", "approximately", 500, None),
        ("he said about 200 were there", "approximately", 200, None),
        ("for some 20 years", "approximately", 20, None),
        ("the around 200 men", "approximately", 200, None),
        ("200 or so", "approximately", 200, None),
        ("twenty-odd men", "approximately", 20, None),
        ("~200", "approximately", 200, None),
        ("a dozen men", "approximately", 12, None),
        ("half a dozen men", "approximately", 6, None),
        ("two dozen men", "approximately", 24, None),
        ("a couple of men", "approximately", 2, None),
    ],
)
def test_the_bound_a_number_is_said_with(
    text: str, relation: str, low: float | None, high: float | None
) -> None:
    found = only(text)
    assert (found.relation, found.low, found.high) == (relation, low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 15 and 20 men", 15, 20),
        ("15 to 20 men", 15, 20),
        ("15-20 men", 15, 20),
        ("15–20 men", 15, 20),
        ("15 – 20 men", 15, 20),
        ("from 3,000 to 5,000 men", 3_000, 5_000),
        ("between $1,000 and $1,500", 1_000, 1_500),
        ("$2,000-$3,000", 2_000, 3_000),
        ("$2-3bn", 2e9, 3e9),
        ("1.5–2 million", 1_500_000, 2_000_000),
        ("two to three million", 2_000_000, 3_000_000),
        ("10-15,000 men", 10_000, 15_000),
        ("20% to 30%", 20, 30),
        ("5 per cent to 10 per cent", 5, 10),
        ("252 miles to 287 miles", 252, 287),
        ("two or three men", 2, 3),
        ("about 20 to 30 men", 20, 30),
        ("dozens of men", 10, 99),
        ("hundreds were taken", 100, 999),
        ("thousands of men", 1_000, 9_999),
        ("tens of thousands", 10_000, 99_999),
        ("hundreds of thousands", 100_000, 999_999),
        ("several hundred men", 100, 999),
        ("a few thousand men", 1_000, 9_999),
        ("about dozens", 10, 99),
    ],
)
def test_ranges_keep_both_ends(text: str, low: float, high: float) -> None:
    found = only(text)
    assert (found.relation, found.low, found.high) == ("range", low, high)


@pytest.mark.parametrize(
    "text",
    [
        "it rose from 3,000 to 5,000",
        "it grew by 43 to 419",
        "3 percent to 84 dollars",
        "25k or 40k",
        "500, 300",
        "20 and 15",
    ],
)
def test_two_numbers_that_are_no_range_stay_two(text: str) -> None:
    assert [found.relation for found in quantities(text)] == ["exact", "exact"]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("he paid more than $2,700 up front", "more than $2,700"),
        ("with around 200 more preparing", "around 200 more"),
        ("Another 200 or so are ready", "Another 200 or so"),
        ("that is more than 22%, they say", "more than 22%"),
        ("almost 7 percent of them", "almost 7"),
        ("up to KSh1.2m; they", "up to KSh1.2m"),
        ("paid Tk 9 lakh for it", "Tk 9 lakh"),
        ("🇳🇵 e\u0301 at least 55 men", "at least 55"),
    ],
)
def test_the_span_holds_qualifier_and_signs_but_no_unit_words(text: str, span: str) -> None:
    assert spans(text) == [span]


def test_the_number_span_is_the_bare_number() -> None:
    text = "between $2,000 and $3,000; at least 22%"
    assert [text[slice(*found.number_span)] for found in quantities(text)] == [
        "2,000 and $3,000",
        "22",
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("$5", "USD"),
        ("US$5,000", "USD"),
        ("$A82,615", "AUD"),
        ("3,000 USD", "USD"),
        ("9,000 US dollars", "USD"),
        ("€2.5bn", "EUR"),
        ("£9,300", "GBP"),
        ("a million roubles", "RUB"),
        ("KSh1.2m", "KES"),
        ("Tk 9 lakh", "BDT"),
        ("R$ 200", "BRL"),
        ("Rs. 500", "rupee"),
        ("350,000 shillings", "shilling"),
        ("22%", "percent"),
        ("22 per cent", "percent"),
        ("3 percentage points", "percentage_points"),
        ("5 men", None),
    ],
)
def test_the_unit_is_what_the_characters_say(text: str, unit: str | None) -> None:
    assert only(text).unit == unit


@pytest.mark.parametrize(
    ("text", "is_increment"),
    [
        ("another 200", True),
        ("200 more men", True),
        ("ten more", True),
        ("a further 12", True),
        ("an additional 50", True),
        ("+628 names", True),
        ("200 more than last year", False),
        ("200 men", False),
        ("more than 200", False),
    ],
)
def test_what_comes_on_top_of_another_number_is_marked(text: str, is_increment: bool) -> None:
    assert only(text).is_increment == is_increment


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("aged 26", "age"),
        ("a 26-year-old", "age"),
        ("26 years old", "age"),
        ("ages 18 to 30", "age"),
        ("Ada Lovelace, 36, said", "age"),
        ("a third of them", "fraction"),
        ("two-thirds of them", "fraction"),
        ("half of them", "fraction"),
        ("one in five", "ratio"),
        ("a 17-man unit", "compound"),
        ("a 200-strong unit", "compound"),
        ("a 24-hour line", "compound"),
        ("26 men", "count"),
        ("two in three days", "count"),
        ("one in 2000 men", "count"),
    ],
)
def test_what_part_a_number_plays(text: str, role: str) -> None:
    assert quantities(text)[0].role == role


def test_a_share_is_a_value_between_zero_and_one() -> None:
    assert [only(text).low for text in ("a third of them", "one in five", "half of it")] == [
        pytest.approx(1 / 3),
        0.2,
        0.5,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "in 2022",
        "since 2022 and until mid-2025",
        "on 14 March 2025",
        "on March 14, 2025",
        "between 2022 and 2024",
        "the 2024 elections",
        "the 1990s",
        "2026-01-10",
        "at 17:22",
        "at 11 a.m.",
        "at 9am",
        "the 72nd brigade and the 155th",
        "the third man",
        "a third man",
        "Article 359 of the code",
        "No. 3",
        "№ 5",
        "unit 61899",
        "iPhone 11 Pro",
        "Boeing 737",
        "a T-90, an Mi-8, an S-400 and F-16s",
        "COVID-19",
        "the S&P 500",
        "+380 44 123 45 67",
        "192.168.1.2",
        "version 2.3.1",
        "UA213223130000026007233566001",
        "https://example.org/2024/05/17/200-men",
        "ann.24@example.org",
        "they won 2-1",
        "a 2-2 draw",
        "they lost 1-2",
        "a 1-2 defeat",
        "the seventy-second brigade",
        "(202) 555-0143",
        "0800 123 456",
        "no one and one another",
        "as told [12] before",
        "1. First",
        "12.15 Beijing speaks",
        "a couple from Kyiv",
        "she scores",
        "0700 hours",
    ],
)
def test_numbers_that_name_something_are_left_out(text: str) -> None:
    assert spans(f"{text}\n\n") == []


def test_what_is_left_out_is_listed_with_the_reason() -> None:
    text = "In 2022 the 72nd had 300 men."
    assert [(text[start:end], why) for start, end, why in numbers_left_out(text)] == [
        ("2022", "date"),
        ("72", "ordinal"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2000 men came in 2000", ["2000"]),
        ("more than 2000 were there", ["more than 2000"]),
        ("a group of 2000 Kenyans", ["2000"]),
        ("the sum of 2018 sales", []),
        ("about 2015 it began", []),
        ("On 5 May 200 men left", ["200"]),
        ("In May 12 Kenyans died", ["12"]),
        ("On May 12 officials spoke", []),
        ("from Cuba 1,500, from Nepal 600 and from India 202 came", ["1,500", "600", "202"]),
        ("In Nepal 14 said no", ["14"]),
        ("in the camp 40 were held", ["40"]),
        ("Kenya 46, Ghana 234 and Nepal 603.", ["46", "234", "603"]),
        ("from 32 at least 48 states", ["32", "at least 48"]),
        ("$2,000 over 3 years", ["$2,000", "3"]),
        ("they talk about two things", ["two"]),
        ("155mm guns", ["155"]),
        ("the 100m race", ["100"]),
    ],
)
def test_what_stands_around_decides(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


def test_a_paragraph_break_ends_every_phrase() -> None:
    assert spans("more than\n\n150 men") == ["150"]
    assert spans("more than\n150 men") == ["more than\n150"]


def test_the_package_exports_it() -> None:
    assert muster.quantities is quantities


def test_a_language_is_its_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another language is other words in the same three files, and no line of code."""
    other = {"more than": "plai dol", "twenty": "degul", "six": "mael", "since": "bis"}
    shutil.copytree(PACKS / "en", tmp_path / "zz")
    for file in (tmp_path / "zz").iterdir():
        text = file.read_text(encoding="utf-8")
        for word, translation in other.items():
            text = text.replace(f'"{word}"', f'"{translation}"')
            text = re.sub(rf"^{word} = (?=\d)", f"{translation} = ", text, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")
    monkeypatch.setattr("muster.extraction.tokens.PACKS", tmp_path)
    found = quantities("plai dol degul-mael", "zz")
    assert [(one.relation, one.low) for one in found] == [("more_than", 26)]
    assert [one.edtf for one in dates("bis 2022", None, "zz")] == ["2022/.."]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (('and = ["and"]', ""), "small.and is missing"),
        (("[small]", "[small"), "not read as TOML: .*line"),
    ],
)
def test_a_fault_in_a_pack_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: tuple[str, str], says: str
) -> None:
    language = f"z{len(says)}"
    shutil.copytree(PACKS / "en", tmp_path / language)
    file = tmp_path / language / "numbers.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(*broken), encoding="utf-8")
    monkeypatch.setattr("muster.extraction.tokens.PACKS", tmp_path)
    with pytest.raises(MusterError, match=rf"numbers\.toml: {says}"):
        quantities("5", language)


def test_a_regional_tag_reads_with_the_pack_of_its_language() -> None:
    assert quantities("more than 5", "en-GB") == quantities("more than 5")


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(MusterError, match=r"'xx'.*there are: en"):
        quantities("5", "xx")


VOCABULARY = [
    *"""
    more than , . - – 150 2000 1,500 18 000 2.500 5 20k 2m one two twenty hundred thousand million
    and a an half dozen dozens tens of thousands between from to or in out ½ 3/4 $ € US KSh %
    percent per cent about around some at least no not fewer up + ~ < another further odd plus
    miles men were is the third quarter point minus May March 14 2024 since last year ago Friday No
    Article T iPhone ( ) [ ] : / @ # 0 007 12:30 am old aged years lakh couple few nearly less
    scores ' é 🇹🇲
    """.split(),  # noqa: SIM905
    "e\u0301",
    "\u00a0",
    "\n",
    "\n\n",
]

texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from(VOCABULARY), max_size=20).map(" ".join),
    st.lists(st.sampled_from(VOCABULARY), max_size=20).map("".join),
)


@given(texts)
@settings(max_examples=600, deadline=None)
def test_spans_lie_in_the_text_in_order_and_do_not_overlap(text: str) -> None:
    floor = 0
    for found in quantities(text):
        assert floor <= found.start <= found.number_span[0]
        assert found.number_span[0] < found.number_span[1] <= found.end <= len(text)
        floor = found.end


@given(texts)
@settings(max_examples=600, deadline=None)
def test_a_span_read_alone_says_the_same(text: str) -> None:
    for found in quantities(text):
        again = only(text[found.start : found.end])
        assert (again.relation, again.low, again.high) == (found.relation, found.low, found.high)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_low_and_high_follow_the_rule_of_the_relation(text: str) -> None:
    for found in quantities(text):
        has_low = found.relation not in {"at_most", "less_than", "up_to"}
        has_high = found.relation in {"at_most", "less_than", "up_to", "range"}
        assert (found.low is not None, found.high is not None) == (has_low, has_high)


@pytest.mark.parametrize(
    "piece",
    [
        "1,", "1.", "1-", "1/", "1", "1 000 ", "1,000,", "more than ", "not ", "one ", "twenty-", "minus ",
        "one hundred and ", "half a ", "3 and a half and a half ", "tens of ", "between 1 and ", "5 miles to ", "+1 ",
        "May ", "the end of ", "early ", "½", "a@", "AB12 ", "$", "\n ", "no one ",
    ],
)  # fmt: skip
def test_time_is_linear_in_the_text(piece: str) -> None:
    """Fifteen times the text takes some 15 times the time; a quadratic reader takes 225 times."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        tokenize.cache_clear()
        start = time.process_time()
        quantities(text)
        return time.process_time() - start

    short, long = (min(seconds(length) for _ in range(3)) for length in (4_000, 60_000))
    assert long < 60 * short + 0.05
