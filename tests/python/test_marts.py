"""What an analyst must find in the marts, whatever else changes."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from conftest import ROOT

import muster
from muster.project import Project

pytestmark = pytest.mark.usefixtures("at_built")


def test_the_december_claim_is_one_figure_with_its_bound_its_month_and_its_speaker() -> None:
    [claim] = muster.sql("""
        select figures.*, persons.actor_name as claimant, bodies.actor_name as claimant_org
        from figures
        inner join actors as persons on figures.claimant_id = persons.actor_id
        inner join actors as bodies on figures.claimant_org_id = bodies.actor_id
        where figures.period = '2025-12' and figures.value_low = 150
    """).to_dicts()
    assert (claim["lower_bound"], claim["upper_bound"]) == (150, None)
    assert (claim["is_lower_open"], claim["is_upper_open"]) == (True, True)
    assert (claim["relation"], claim["kind"], claim["population"], claim["side"]) == (
        "more_than",
        "flow",
        "ALL",
        "RU",
    )
    assert (claim["period_from"], claim["period_to"]) == (date(2025, 12, 1), date(2025, 12, 31))
    assert claim["is_partial_period"] is True
    assert claim["claimant"] == "Oleh Ivashchenko"
    assert claim["claimant_org"] == "Foreign Intelligence Service of Ukraine"
    assert claim["claimant_position"] == "head"
    assert claim["first_reported_on"] == date(2025, 12, 26)
    assert claim["article_count"] == claim["mention_count"] == 7
    relations = muster.sql(
        "select relation from figure_mentions where figure_id = ?", [claim["figure_id"]]
    )
    assert set(relations["relation"]) == {"more_than", "exact"}, (
        "echoes that lost the bound stay as they are"
    )


@pytest.mark.parametrize(
    ("seed", "key", "mart"),
    [
        ("raw_articles", "article_id", "articles"),
        ("raw_figure_mentions", "mention_id", "figure_mentions"),
        ("raw_event_mentions", "mention_id", "event_mentions"),
        ("raw_statement_mentions", "mention_id", "statement_mentions"),
    ],
)
def test_every_landed_row_is_in_its_mart_or_left_out_with_a_reason(
    seed: str, key: str, mart: str
) -> None:
    with (ROOT / "seeds/landing" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        landed = {row[key] for row in csv.DictReader(file)}
    arrived = set(muster.table(mart)[key])
    left_out = set(
        muster.sql(
            "select source_id from left_out where source_table = ? and reason = 'rejected'", [seed]
        )["source_id"]
    )
    assert arrived | left_out == landed
    assert arrived & left_out == set()


def test_a_figure_keeps_its_contract_from_article_to_mart() -> None:
    changed = muster.sql("""
        select origins.mention_id
        from figures
        inner join figure_mentions as origins on figures.figure_id = origins.figure_id and origins.is_origin
        where (figures.measure, figures.unit, figures.population, figures.side, figures.kind, figures.relation,
               coalesce(figures.value_low, -1), coalesce(figures.value_high, -1))
            is distinct from
              (origins.measure, origins.unit, origins.population, origins.side, origins.kind, origins.relation,
               coalesce(origins.value_low, -1), coalesce(origins.value_high, -1))
    """)
    assert changed.height == 0


def test_mentions_of_one_figure_differ_in_nothing_but_what_an_echo_may_lose() -> None:
    mixed = muster.sql("""
        select figure_id
        from figure_mentions
        group by figure_id
        having
            count(distinct (unit, side)) > 1
            or max(coalesce(value_low, value_high)) > 1.1 * min(coalesce(value_low, value_high))
    """)
    assert mixed.height == 0, "a number may be rounded, and told of other people, but not change"


def test_two_claims_of_one_article_are_two_figures() -> None:
    twice = muster.sql(
        "select figure_id from figure_mentions group by figure_id, article_id having count(*) > 1"
    )
    assert twice.height == 0


def test_a_lost_month_is_no_zero() -> None:
    months = muster.table("recruitment_monthly")
    assert months.filter(months["figure_count"] == 0).height > 0
    assert months.filter((months["figure_count"] == 0) & (months["upper_bound"] == 0)).height == 0


def test_a_label_that_names_two_outlets_gives_an_outlet_and_a_relay() -> None:
    articles = muster.sql("""
        select articles.outlet_id, articles.relayed_from_outlet_id, figure_mentions.relayed_by
        from landing.raw_articles as landed
        inner join articles on landed.article_id = articles.article_id
        left join figure_mentions on articles.article_id = figure_mentions.article_id
        where landed.outlet = 'The Moscow Times / AFP'
    """)
    assert set(articles["outlet_id"]) == {"the-moscow-times"}
    assert set(articles["relayed_from_outlet_id"]) == {"agence-france-presse"}
    silent = muster.sql("""
        select figure_mentions.mention_id
        from articles
        inner join figure_mentions on articles.article_id = figure_mentions.article_id
        where articles.relayed_from_outlet_id is not null and figure_mentions.relayed_by is null
    """)
    assert silent.height == 0, "a relay in the label is a relay of every figure of the article"


def test_a_life_sentence_has_the_value_that_a_reviewer_gave_it(built: Project) -> None:
    values = muster.sql(
        "select distinct relation, value_low, value_high from figures where unit = 'life' and relation = 'up_to'"
    )
    assert values.to_dicts() == [{"relation": "up_to", "value_low": None, "value_high": 1}]
    landed = muster.sql(
        "select count(*) as n from landing.raw_figure_mentions where unit = 'life' and value_high is null and relation = 'up_to'"
    )
    assert landed["n"][0] == 3, "the landed rows stay as they came"


def test_the_scorecard_of_the_extractor_is_published_with_the_data() -> None:
    scores = muster.sql("""
        select value from extraction_scorecard
        where task = 'figures' and metric = 'f1' and split in ('dev', 'held_out')
    """)["value"]
    assert len(scores) == 2
    assert all(0.7 < score <= 1 for score in scores)
