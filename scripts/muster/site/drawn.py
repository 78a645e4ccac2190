"""Charts on pages: the same functions as in notebooks, as data that the page's script draws.

Altair takes a tenth of a second to make a chart, and the site has hundreds that differ in nothing
but their rows. So each kind is made once, and other rows are put into its specification.
"""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import polars as pl
from markupsafe import Markup

from muster import charts
from muster.site.claims import Row

OF_FIGURES = {
    "who": pl.String, "said_by": pl.String, "relation": pl.String, "value_low": pl.Float64,
    "value_high": pl.Float64, "lower_bound": pl.Float64, "upper_bound": pl.Float64,
    "summary": pl.String, "article_count": pl.Int64, "first_reported_on": pl.Date,
}  # fmt: skip
OF_MONTHS = (
    "label", "month", "cumulative_lower_bound", "cumulative_upper_bound", "is_contested",
    "figure_count",
)  # fmt: skip

HOW_TO_READ_A_BAND = (
    "People recruited by the end of the month, from the least to the most that the claims allow. "
    "A band that fades out has no ceiling, or one too far off to draw. Orange: they cannot all "
    "hold."
)


def intervals(figures: list[Row], *, title: str, subtitle: str) -> Markup | None:
    """Draw figures of persons as intervals; None where there are none.

    Args:
        figures: rows of `Claims.figures`, drawn in their order.
        title: the question that the chart answers.
        subtitle: what is drawn, and from what.
    """
    shown = [
        {**figure, "who": f"{figure['who']}, {figure['what']}, {figure['when']}",
         "said_by": figure["speaker"]}
        for figure in figures
        if figure["unit"] == "persons" and (figure["lower_bound"] or figure["upper_bound"])
    ]  # fmt: skip
    if not shown:
        return None
    rows = charts.interval_rows(
        pl.DataFrame([{name: row[name] for name in OF_FIGURES} for row in shown], schema=OF_FIGURES)
    )
    return _filled(_interval_chart(), rows, title, subtitle, charts.interval_limits(rows))


def bands(months: pl.DataFrame, *, title: str, subtitle: str = "") -> Markup | None:
    """Draw how many had been taken in by each month, floor to ceiling; None without a month.

    Args:
        months: rows of ``sql/bands.sql`` with a ``label`` for each panel.
        title: the question that the chart answers.
        subtitle: what there is to say besides how to read a band.
    """
    if months.is_empty():
        return None
    rows = charts.band_rows(months.select(OF_MONTHS))
    return _filled(_band_chart(), rows, title, f"{HOW_TO_READ_A_BAND} {subtitle}", {})


@cache
def _interval_chart() -> dict[str, Any]:
    sample = pl.DataFrame(
        [dict.fromkeys(OF_FIGURES) | {"lower_bound": 1.0, "upper_bound": 2.0,
          "relation": "range", "value_low": 1.0, "value_high": 2.0, "who": "", "said_by": ""}],
        schema=OF_FIGURES,
    )  # fmt: skip
    return charts.specification(charts.claim_intervals(sample, title="", subtitle=""))


@cache
def _band_chart() -> dict[str, Any]:
    sample = pl.DataFrame(
        {"label": [""], "month": [None], "cumulative_lower_bound": [1.0],
         "cumulative_upper_bound": [2.0], "is_contested": [False], "figure_count": [1]},
        schema_overrides={"month": pl.Date},
    )  # fmt: skip
    return charts.specification(charts.monthly_bands(sample, title="", subtitle=""))


def _filled(
    made: dict[str, Any], rows: pl.DataFrame, title: str, subtitle: str, values: dict[str, float]
) -> Markup:
    """Put rows, a title and values of parameters into a chart that has been made with others."""
    spec = copy.deepcopy(made)
    [name] = spec["datasets"]
    spec["datasets"][name] = rows.with_columns(
        pl.col(pl.Date).dt.strftime("%Y-%m-%dT00:00:00")
    ).to_dicts()
    spec["title"] = {"text": title, "subtitle": [subtitle]}
    for parameter in spec.get("params", []):
        parameter["value"] = values.get(parameter["name"], parameter.get("value"))
    # the specification is escaped as data where it is made
    return Markup(charts.placed(spec))  # noqa: S704
