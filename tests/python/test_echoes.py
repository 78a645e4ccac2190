"""Echoes and contradictions against what was found by hand in the same articles (tests/gold)."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import combinations

import pytest
from conftest import ROOT

import muster

pytestmark = pytest.mark.usefixtures("at_built")

Pair = tuple[str, str]

# What was measured when the rules were written, less a little; raise it with the rules.
RECALL_OF_PAIRS = 0.90
PRECISION_OF_PAIRS = 0.95
RECALL_OF_CONTRADICTIONS = 0.90


def by_hand(name: str, key: str) -> dict[str, set[str]]:
    """Read the articles of each group that was found by hand."""
    groups: dict[str, set[str]] = defaultdict(set)
    with (ROOT / "tests/gold" / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups[row[key]].add(row["article_key"])
    return groups


def pairs(articles: set[str]) -> set[Pair]:
    return set(combinations(sorted(articles), 2))


def linked_articles() -> list[set[str]]:
    """Collect the articles that share a figure, an event, or an occasion on which figures were given."""
    links = muster.sql("""
        select 'figure ' || figure_id as link, article_id from figure_mentions
        union all
        select 'occasion ' || figures.occasion_id, figure_mentions.article_id
        from figure_mentions inner join figures on figure_mentions.figure_id = figures.figure_id
        union all
        select 'event ' || event_id, article_id from event_mentions
    """)
    return [set(articles) for articles in links.group_by("link").agg("article_id")["article_id"]]


def test_articles_of_one_echo_group_share_an_origin_and_those_of_two_do_not() -> None:
    groups = by_hand("echo_groups.csv", "group_id")
    known = set().union(*groups.values())
    expected = set().union(*(pairs(articles) for articles in groups.values()))
    found = set().union(*(pairs(articles & known) for articles in linked_articles()))
    recall = len(found & expected) / len(expected)
    precision = len(found & expected) / len(found)
    assert recall >= RECALL_OF_PAIRS, f"recall {recall:.3f}"
    assert precision >= PRECISION_OF_PAIRS, f"precision {precision:.3f}"


def test_contradictions_that_were_found_by_hand_are_listed_with_a_reason() -> None:
    listed = muster.sql("""
        select one.article_id as article_a, other.article_id as article_b
        from contradictions
        inner join figure_mentions as one on contradictions.figure_id_a = one.figure_id
        inner join figure_mentions as other on contradictions.figure_id_b = other.figure_id
        where one.article_id <> other.article_id
    """)
    found = {tuple(sorted(pair)) for pair in listed.iter_rows()}
    groups = by_hand("contradictions.csv", "contradiction_id")
    several = {name: articles for name, articles in groups.items() if len(articles) > 1}
    missed = [name for name, articles in several.items() if not pairs(articles) & found]
    assert 1 - len(missed) / len(several) >= RECALL_OF_CONTRADICTIONS, missed


def test_a_denial_is_laid_beside_the_numbers_that_it_denies() -> None:
    denied = muster.sql("""
        select events.place, figures.value_low, denials.is_asserted_later
        from denials
        inner join events on denials.event_id = events.event_id
        inner join figures on denials.denied_id = figures.figure_id
    """).rows()
    assert ("CHN", 155, False) in denied, "Beijing calls what Kyiv said groundless"
    assert ("CHN", 168, True) in denied, "and others say more the same month"
    assert "RUS" not in {place for place, _, _ in denied}


def test_a_man_reported_dead_who_lives_retracts_his_death() -> None:
    told = muster.sql("""
        select event_mentions.article_id
        from denials
        inner join event_mentions on denials.denied_id = event_mentions.event_id
        where denials.denied_table = 'events'
    """)
    assert by_hand("contradictions.csv", "contradiction_id")["C27"] <= set(told["article_id"])


def test_one_agency_that_falls_from_twenty_thousand_to_one_contradicts_itself() -> None:
    [reason] = muster.sql("""
        select contradictions.reason
        from contradictions
        inner join figures as earlier on contradictions.figure_id_a = earlier.figure_id
        inner join figures as later on contradictions.figure_id_b = later.figure_id
        where
            earlier.population = 'CUB'
            and earlier.relation = 'at_least' and earlier.value_low = 20000
            and later.value_low = 1076
            and earlier.claimant_org_id = later.claimant_org_id
    """)["reason"]
    assert reason == "conflict"


def test_every_echo_goes_back_to_an_origin_that_was_published_before() -> None:
    assert muster.sql("""
        select echoes.mention_id
        from echoes
        inner join figure_mentions as origins on echoes.origin_mention_id = origins.mention_id
        inner join articles as origin_articles on origins.article_id = origin_articles.article_id
        inner join articles on echoes.article_id = articles.article_id
        where not origins.is_origin or articles.published_to < origin_articles.published_to
    """).is_empty()
