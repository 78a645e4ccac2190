"""The front page: what is known now, how fresh it is, and what is new."""

from __future__ import annotations

import polars as pl

from muster import words
from muster.site import drawn
from muster.site.claims import Claims, Row
from muster.site.frame import Frame
from muster.site.stories import Story

HEADLINE_FAMILIES = ("intake", "presence", "loss", "captivity")
"""What is said of all foreigners in a headline, in this order."""

PANELS, NEWEST, CHANGES = 6, 8, 10


def write(frame: Frame, claims: Claims, stories: list[Story]) -> None:
    """Write ``index.html``."""
    changes = claims.rows("changes")
    counts = frame.card.row_counts
    frame.page(
        "index.html",
        "front.html.j2",
        title="What is claimed about foreigners in the Russian army",
        headlines=_headlines(claims),
        band=drawn.bands(
            _leading_bands(claims),
            title="How many foreigners had been recruited by each month?",
            subtitle=f"From {counts['figures']:,} claims in {counts['articles']:,} articles, as "
            f"known on {words.period(frame.card.newest_article_on)}; each panel has its own scale.",
        ),
        newest=list(claims.figures.values())[:NEWEST],
        events=[each for each in claims.events.values() if each["happened_from"]][:NEWEST],
        changes=changes[:CHANGES],
        change_counts=_counted(changes),
        scorecard=claims.rows("scorecard"),
        stories=stories,
        conflicts=sum(not row["is_explained"] for row in claims.rows("contradictions")),
        newest_on=words.period(frame.card.newest_article_on),
    )


def _headlines(claims: Claims) -> list[Row]:
    """Take of each family the measure told most, and its newest number of all foreigners."""
    newest: dict[str, Row] = {}
    for figure in claims.figures.values():
        if (
            figure["population"] == "ALL"
            and figure["unit"] == "persons"
            and figure["side"] == "RU"
            and figure["kind"] in ("cumulative", "stock")
            and figure["superseded_by"] is None
        ):
            held = newest.setdefault(figure["measure"], figure)
            if figure["as_of_to"] > held["as_of_to"]:
                newest[figure["measure"]] = figure
    most_told: dict[str, Row] = {}
    for figure in sorted(newest.values(), key=lambda figure: -int(figure["article_count"])):
        most_told.setdefault(figure["family"], figure)
    return [most_told[family] for family in HEADLINE_FAMILIES if family in most_told]


def _leading_bands(claims: Claims) -> pl.DataFrame:
    """Take the populations of whom most totals speak, a panel each; all foreigners come first."""
    months = claims.frame("bands").filter(
        pl.col("measure").is_in(["recruited", "ever_served"])
    ).with_columns(
        label=pl.when(pl.col("measure") == "recruited")
        .then("who")
        .otherwise(pl.concat_str("who", pl.lit(", ever served"))),
        is_all=pl.col("population") == "ALL",
    )  # fmt: skip
    leading = (
        months.group_by("label")
        .agg(
            pl.col("is_all").first(),
            pl.col("figure_count").sum(),
            bounded=pl.col("cumulative_lower_bound").is_not_null().sum(),
        )
        .filter(pl.col("bounded") > 1)
        .sort("is_all", "figure_count", "bounded", "label", descending=[True, True, True, False])
        .head(PANELS)
    )
    return leading.select("label").join(months, on="label", maintain_order="left_right")


def _counted(changes: list[Row]) -> list[Row]:
    counts: dict[tuple[str, str], int] = {}
    for row in changes:
        key = (row["item_kind"], row["change"])
        counts[key] = counts.get(key, 0) + 1
    return [
        {"kind": kind, "change": change, "count": count}
        for (kind, change), count in sorted(counts.items())
    ]
