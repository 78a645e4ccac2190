"""Feasible recruitment: what figures allow together, and which must give way where they cannot all hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import muster
from muster.recruitment.allowed import Allowed
from muster.recruitment.bands import Band, Month, Solved, solve
from muster.recruitment.disputes import Dispute, find_disputes
from muster.recruitment.space import Constraint, Space

MEMBERS = {
    "KEN": {"KEN"},
    "UGA": {"UGA"},
    "IRQ": {"IRQ"},
    "AFRICA": {"KEN", "UGA"},
    "KEN+IRQ": {"KEN", "IRQ"},
    "ALL": {"KEN", "UGA", "IRQ", "elsewhere"},
}
PARENTS = {"KEN-NAIROBI": "KEN", "STUDENTS": "ALL"}


def least(
    figure: str, persons: float, ends_on: date, starts_on: date | None = None, of: str = "KEN"
) -> Constraint:
    return Constraint(figure, "at_least", of, persons, starts_on, ends_on)


def most(
    figure: str, persons: float, ends_on: date, starts_on: date | None = None, of: str = "KEN"
) -> Constraint:
    return Constraint(figure, "at_most", of, persons, starts_on, ends_on)


def month(year: int, number: int, of: str = "KEN") -> Month:
    first = date(year, number, 1)
    return Month(of, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def asked(
    constraints: Sequence[Constraint], months: Sequence[Month]
) -> tuple[list[Solved], list[Dispute]]:
    space = Space(constraints, {month.population for month in months}, MEMBERS, PARENTS)
    allowed = Allowed(space, constraints)
    disputes = find_disputes(allowed)
    return solve(space, allowed, disputes, months), disputes


def test_a_flow_is_what_lies_between_two_totals() -> None:
    [solved], _ = asked(
        [
            least("nov", 100, date(2025, 11, 30)),
            most("nov", 120, date(2025, 11, 30)),
            least("dec", 250, date(2025, 12, 31)),
            most("dec", 300, date(2025, 12, 31)),
        ],
        [month(2025, 12)],
    )
    assert solved.within == Band(130, 200)
    assert solved.by_its_end == Band(250, 300)


def test_a_published_band_counts_whole_persons_and_silence_is_no_floor() -> None:
    assert Band(22.5, 27.5).ends() == (23, 27)
    assert Band(130, None).ends() == (130, None)
    assert Band(0, 300).ends() == (None, 300)
    assert Band(0, 0).ends() == (0, 0)


def test_a_total_never_falls_so_a_later_ceiling_holds_for_earlier_months() -> None:
    [october, january], _ = asked(
        [least("nov", 100, date(2025, 11, 30)), most("dec", 300, date(2025, 12, 31))],
        [month(2025, 10), month(2026, 1)],
    )
    assert october.by_its_end == Band(0, 300)
    assert january.by_its_end == Band(100, None)


def test_who_came_in_a_month_that_was_not_over_may_have_come_by_its_end_in_any_number() -> None:
    [solved], _ = asked(
        [
            least("half", 50, date(2025, 12, 15), date(2025, 12, 1)),
            most("half", 60, date(2025, 12, 15), date(2025, 12, 1)),
        ],
        [month(2025, 12)],
    )
    assert solved.within == Band(50, None)


def test_a_span_of_two_months_may_have_come_all_in_one() -> None:
    flows, _ = asked(
        [
            least("both", 90, date(2025, 12, 31), date(2025, 11, 1)),
            most("both", 90, date(2025, 12, 31), date(2025, 11, 1)),
            most("november", 30, date(2025, 11, 30), date(2025, 11, 1)),
        ],
        [month(2025, 11), month(2025, 12)],
    )
    assert [solved.within for solved in flows] == [Band(0, 30), Band(60, 90)]


def test_countries_lie_within_their_region_and_leave_room_for_each_other() -> None:
    day = date(2025, 12, 31)
    bands, disputes = asked(
        [
            least("kenya", 700, day),
            least("uganda", 200, day, of="UGA"),
            most("africa", 1000, day, of="AFRICA"),
        ],
        [month(2025, 12), month(2025, 12, "UGA"), month(2025, 12, "AFRICA")],
    )
    assert [solved.by_its_end for solved in bands] == [
        Band(700, 800),
        Band(200, 300),
        Band(900, 1000),
    ]
    assert disputes == []


def test_a_group_that_countries_do_not_make_up_lies_within_its_parent() -> None:
    day = date(2025, 12, 31)
    bands, _ = asked(
        [least("capital", 40, day, of="KEN-NAIROBI"), most("kenya", 100, day)],
        [month(2025, 12), month(2025, 12, "KEN-NAIROBI")],
    )
    assert [solved.by_its_end for solved in bands] == [Band(40, 100), Band(40, 100)]


def test_a_group_lies_within_what_its_parent_took_in_meanwhile() -> None:
    autumn, november, winter = date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31)
    constraints = [
        least("before", 50, autumn, of="ALL"),
        most("after", 90, november, of="ALL"),
        least("kenya", 10, winter),
        most("students before", 5, autumn, of="STUDENTS"),
        least("students", 30, winter, of="STUDENTS"),
        most("students after", 60, winter, of="STUDENTS"),
    ]
    [solved], disputes = asked(constraints, [month(2025, 11, "STUDENTS")])
    assert (solved.within, disputes) == (Band(0, 40), [])
    ceiling = most("all in november", 20, november, date(2025, 11, 1), of="ALL")
    [solved], _ = asked([*constraints, ceiling], [month(2025, 11, "STUDENTS")])
    assert solved.within == Band(0, 20)


def test_parts_that_exceed_their_whole_are_a_conflict_of_all_of_them() -> None:
    day = date(2025, 12, 31)
    _, [dispute] = asked(
        [
            least("kenya", 700, day),
            least("uganda", 500, day, of="UGA"),
            least("iraq", 500, day, of="IRQ"),
            most("africa", 1000, day, of="AFRICA"),
        ],
        [],
    )
    assert dispute.conflicts == (frozenset({"kenya", "uganda", "africa"}),)
    assert set(dispute.smallest or ()) == {
        frozenset({name}) for name in ("kenya", "uganda", "africa")
    }


def test_the_smallest_set_that_must_give_way_is_named_and_the_band_spans_both_sides() -> None:
    day = date(2025, 9, 30)
    [solved], disputes = asked(
        [
            least("newspaper", 5000, day),
            least("office", 100, day),
            most("office", 999, day),
            least("ministry", 200, day),
            most("ministry", 800, day),
        ],
        [month(2025, 9)],
    )
    [dispute] = disputes
    assert dispute.smallest == (frozenset({"newspaper"}),)
    assert solved.by_its_end == Band(200, None)
    assert solved.is_contested


def test_a_dispute_over_others_does_not_make_a_month_contested() -> None:
    day = date(2025, 9, 30)
    constraints = [
        least("high", 500, day, of="UGA"),
        most("low", 100, day, of="UGA"),
        least("kenya", 10, day),
        most("africa", 1000, day, of="AFRICA"),
    ]
    bands, _ = asked(constraints, [month(2025, 9), month(2025, 9, "AFRICA")])
    assert [solved.is_contested for solved in bands] == [False, True]


def test_too_many_ways_to_settle_leave_every_figure_in_dispute_aside() -> None:
    day = date(2025, 9, 30)
    constraints = [
        constraint
        for number in range(66)
        for constraint in (
            least(f"f{number:02}", number * 10 + 5, day),
            most(f"f{number:02}", number * 10 + 6, day),
        )
    ]
    [solved], [dispute] = asked(constraints, [month(2025, 9)])
    assert len(dispute.figures) == 66
    assert dispute.ways is None
    assert dispute.smallest is None
    assert solved.by_its_end == Band(0, None)
    assert solved.is_contested


populations = st.sampled_from([*MEMBERS])
days = st.integers(0, 120).map(lambda n: date(2025, 1, 1) + timedelta(days=n))


@st.composite
def true_claims(draw: st.DrawFn) -> tuple[Mapping[tuple[str, date], int], list[Constraint]]:
    """A history of who came when, and figures that are right about it."""
    history = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(["KEN", "UGA", "IRQ", "elsewhere"]), days),
            st.integers(1, 50),
            max_size=6,
        )
    )
    constraints = []
    for number in range(draw(st.integers(1, 7))):
        population = draw(populations)
        start, end = sorted((draw(days), draw(days)))
        starts_on = draw(st.sampled_from([None, start]))
        count = came(history, population, starts_on, end)
        slack = draw(st.integers(0, 5))
        rules = draw(st.sampled_from([["at_least"], ["at_most"], ["at_least", "at_most"]]))
        if "at_least" in rules:
            constraints.append(
                least(f"f{number}", max(count - slack, 0), end, starts_on, population)
            )
        if "at_most" in rules:
            constraints.append(most(f"f{number}", count + slack, end, starts_on, population))
    return history, constraints


def came(
    history: Mapping[tuple[str, date], int], population: str, first: date | None, last: date
) -> int:
    return sum(
        count
        for (country, day), count in history.items()
        if country in MEMBERS[population] and (first is None or day >= first) and day <= last
    )


def holds(band: Band, count: float) -> bool:
    return band.least - 0.01 <= count and (band.most is None or count <= band.most + 0.01)


def assert_truth_within(history: Mapping[tuple[str, date], int], bands: Sequence[Solved]) -> None:
    for solved in bands:
        month = solved.month
        came_in_it = came(history, month.population, month.first_day, month.last_day)
        assert holds(solved.within, came_in_it)
        assert holds(solved.by_its_end, came(history, month.population, None, month.last_day))


MONTHS = [month(2025, number, of) for of in MEMBERS for number in (1, 2, 3, 4, 5)]


@settings(max_examples=60, deadline=None)
@given(true_claims())
def test_what_truly_happened_lies_in_every_band_of_true_figures(
    told: tuple[Mapping[tuple[str, date], int], list[Constraint]],
) -> None:
    history, constraints = told
    bands, disputes = asked(constraints, MONTHS)
    assert disputes == []
    assert_truth_within(history, bands)
    assert not any(solved.is_contested for solved in bands)


@settings(max_examples=60, deadline=None)
@given(true_claims(), populations, days, st.integers(0, 300))
def test_one_wrong_figure_never_pushes_the_truth_out_of_a_band(
    told: tuple[Mapping[tuple[str, date], int], list[Constraint]],
    population: str,
    day: date,
    persons: int,
) -> None:
    history, constraints = told
    wrong = [
        least("wrong", persons, day, of=population),
        most("wrong", persons, day, of=population),
    ]
    bands, disputes = asked([*constraints, *wrong], MONTHS)
    if not disputes:
        return
    for dispute in disputes:
        assert all("wrong" in conflict for conflict in dispute.conflicts)
    assert_truth_within(history, bands)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            Constraint,
            st.sampled_from("abcdef"),
            st.sampled_from(["at_least", "at_most"]),
            populations,
            st.integers(0, 30),
            st.none() | st.just(date(2025, 1, 1)),
            days,
        ),
        min_size=2,
        max_size=8,
    )
)
def test_the_smallest_sets_are_those_that_trying_every_set_finds(
    constraints: list[Constraint],
) -> None:
    space = Space(constraints, set(), MEMBERS, PARENTS)
    allowed = Allowed(space, constraints)
    disputes = find_disputes(allowed)
    figures = sorted(allowed.figures)

    def settles(aside: frozenset[str]) -> bool:
        allowed.leave_aside(aside)
        return allowed.conflict() is None

    for size in range(len(figures) + 1):
        settled = {frozenset(way) for way in combinations(figures, size) if settles(frozenset(way))}
        if settled:
            break
    smallest = {frozenset[str]()}
    for dispute in disputes:
        assert dispute.smallest
        smallest = {one | other for one in smallest for other in dispute.smallest}
    assert smallest == settled


@pytest.mark.usefixtures("at_built")
def test_published_bands_are_in_order_and_hold_what_their_own_figures_say() -> None:
    months = muster.table("recruitment_monthly")
    assert months.height > 0
    for low, high in (
        ("lower_bound", "upper_bound"),
        ("cumulative_lower_bound", "cumulative_upper_bound"),
    ):
        assert months.filter(months[low] > months[high]).height == 0
    assert muster.sql("""
        select months.month, constraints.figure_id
        from recruitment_monthly as months
        inner join recruitment_constraints as constraints
            on months.population = constraints.population and months.measure = constraints.measure
        left join recruitment_conflicts as conflicts
            on constraints.figure_id = conflicts.figure_id
        where
            conflicts.figure_id is null
            and constraints.withdrawn_on is null
            and constraints.starts_on is null
            and (
                (
                    constraints.rule = 'at_least'
                    and constraints.ends_on <= last_day(months.month)
                    and coalesce(months.cumulative_lower_bound, 0) < constraints.persons
                )
                or (
                    constraints.rule = 'at_most'
                    and constraints.ends_on >= last_day(months.month)
                    and coalesce(months.cumulative_upper_bound, 'infinity') > constraints.persons
                )
            )
    """).is_empty()


@pytest.mark.usefixtures("at_built")
def test_what_was_known_when_all_was_told_is_what_is_published() -> None:
    published = muster.sql(
        "select * exclude (figure_count, origin_count, article_count) from recruitment_monthly "
        "where population = 'IRQ' and measure = 'recruited' order by month"
    )
    known = muster.recruitment_as_of(date(2026, 12, 31), "IRQ")
    assert known.select(published.columns).equals(published)
    early = muster.recruitment_as_of(date(2025, 9, 30), "IRQ")
    assert early["cumulative_lower_bound"].max() == 5000, "nobody had said hundreds yet"
