"""The chart of a feasible band as it was known, with the figures that it stands on."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import polars as pl

from muster.charts import (
    ALERT,
    ALL,
    BAND,
    INK,
    QUIET,
    Chart,
    claim_in_words,
    fading,
    fitted,
    says_when_empty,
)

HEIGHT = 300
HEADROOM = 1.25
"""How far above the largest figure the axis goes; a ceiling that lies higher is not drawn."""

DASH = [3, 2]


@says_when_empty(ALL)
def band_known_by(
    bands: pl.DataFrame, figures: pl.DataFrame, *, title: str, subtitle: str
) -> Chart:
    """Draw how many had been taken in by each month, with a slider through what was known when.

    Args:
        bands: known_on (a date, the last day of a month) and of the band as known on it month,
            cumulative_lower_bound, cumulative_upper_bound and is_contested.
        figures: totals: as_of_to, first_reported_on, said_by, summary, relation, value_low,
            value_high, lower_bound, upper_bound. Each is drawn on its as-of date from its floor
            to its ceiling, an open end dashed, as soon as it had been reported.
        title: the question that the chart answers.
        subtitle: what is drawn, and from what.
    """
    steps = bands["known_on"].unique().sort().to_list()
    told = figures.select(pl.max_horizontal("lower_bound", "upper_bound").max()).item()
    least = bands.select(pl.col("cumulative_lower_bound").max()).item()
    top = HEADROOM * max(float(end) for end in (told, least, 1) if end is not None)
    allowed = _allowed(bands, steps, top)
    said = _said(figures, steps, top)
    known = alt.param(
        name="known",
        value=len(steps) - 1,
        bind=alt.binding_range(min=0, max=len(steps) - 1, step=1, name="known by month "),
    )
    scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("floor:Q", title=None, scale=scale, axis=alt.Axis(format=",d", tickCount=5))
    layers = alt.layer(*_band(allowed, y), *_figures(said, y), _caption(steps)).add_params(known)
    return fitted(layers.properties(height=HEIGHT), title, subtitle)


def _allowed(bands: pl.DataFrame, steps: list[date], top: float) -> pl.DataFrame:
    ceiling = pl.col("cumulative_upper_bound")
    return bands.select(
        step=_step("known_on", steps),
        month="month",
        month_end=pl.col("month").dt.month_end() + pl.duration(days=1),
        floor=pl.col("cumulative_lower_bound").fill_null(0),
        least="cumulative_lower_bound",
        most="cumulative_upper_bound",
        ceiling=pl.min_horizontal(ceiling.fill_null(top), pl.lit(top)),
        is_open=ceiling.is_null() | (ceiling > top),
        state=pl.when("is_contested")
        .then(pl.lit("figures that cannot all hold"))
        .otherwise(pl.lit("what the figures allow")),
    )


def _said(figures: pl.DataFrame, steps: list[date], top: float) -> pl.DataFrame:
    low, high = pl.col("lower_bound"), pl.col("upper_bound")
    return figures.select(
        "as_of_to", "said_by", "summary", "first_reported_on",
        step=pl.col("first_reported_on").map_elements(
            lambda day: sum(step < day for step in steps), return_dtype=pl.Int64
        ),
        floor=low.fill_null(0),
        ceiling=pl.min_horizontal(high.fill_null(top), pl.lit(top)),
        has_floor=low.is_not_null(),
        has_ceiling=high.is_not_null(),
        is_open=low.is_null() | high.is_null(),
        words=claim_in_words(),
    )  # fmt: skip


def _step(column: str, steps: list[date]) -> pl.Expr:
    return pl.col(column).replace_strict({day: n for n, day in enumerate(steps)})


def _band(allowed: pl.DataFrame, y: alt.Y) -> list[alt.Chart]:
    tooltip = [
        alt.Tooltip("month:T", title="by the end of", format="%B %Y"),
        alt.Tooltip("least:Q", title="at least", format=",.0f"),
        alt.Tooltip("most:Q", title="at most", format=",.0f"),
    ]
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=8, labelFlush=False))
    base = (
        alt.Chart(allowed)
        .transform_filter("datum.step == known")
        .encode(x=x, x2="month_end:T", tooltip=tooltip)
    )
    colour = alt.Color(
        "state:N",
        scale=alt.Scale(
            domain=["what the figures allow", "figures that cannot all hold"], range=[BAND, ALERT]
        ),
        legend=alt.Legend(title=None, orient="top"),
    )
    closed = base.transform_filter("!datum.is_open")
    opened = base.transform_filter("datum.is_open && datum.least !== null")
    return [
        closed.mark_rect(opacity=0.35).encode(y=y, y2="ceiling:Q", color=colour),
        opened.mark_rect(opacity=0.45, color=fading("up")).encode(y=y, y2="ceiling:Q"),
        base.transform_filter("datum.least !== null")
        .mark_rule(strokeWidth=2)
        .encode(y=y, color=colour),
    ]


def _figures(said: pl.DataFrame, y: alt.Y) -> list[Any]:
    base = (
        alt.Chart(said)
        .transform_filter("datum.step <= known")
        .encode(
            x="as_of_to:T",
            tooltip=[
                alt.Tooltip("said_by:N", title="said by"),
                alt.Tooltip("words:N", title="stated"),
                alt.Tooltip("summary:N", title="what it says"),
                alt.Tooltip("first_reported_on:T", title="first reported", format="%-d %B %Y"),
            ],
        )
    )
    stroke = alt.condition("datum.is_open", alt.value(DASH), alt.value([1, 0]))
    ends = base.mark_tick(orient="horizontal", thickness=2.5, width=11, color=INK, opacity=0.9)
    return [
        base.mark_rule(color=INK, opacity=0.7).encode(y=y, y2="ceiling:Q", strokeDash=stroke),
        ends.transform_filter("datum.has_floor").encode(y=y),
        ends.transform_filter("datum.has_ceiling").encode(y=alt.Y("ceiling:Q")),
    ]


def _caption(steps: list[date]) -> Any:
    days = [f"known by the end of {day:%B %Y}" for day in steps]
    return (
        alt.Chart(pl.DataFrame({"step": range(len(days)), "said": days}))
        .transform_filter("datum.step == known")
        .mark_text(align="right", fontSize=12, fontWeight="bold", color=QUIET, dy=-8)
        .encode(x=alt.value("width"), y=alt.value(0), text="said:N")
    )
