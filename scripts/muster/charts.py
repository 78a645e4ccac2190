"""Charts of claims, for the notebooks and the site: intervals are drawn as intervals.

Every function takes a Polars frame with the columns it names and returns an Altair chart. A bound
that a speaker left open fades out, because it has no end to draw; nothing is reduced to a point.

`enable()` makes charts show without a network, in JupyterLab and on a rendered page.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import textwrap
from collections.abc import Callable
from datetime import date
from importlib import resources
from typing import Any, Concatenate, Literal, ParamSpec, TypeAlias

import altair as alt
import polars as pl

from muster import words

INK = "#1f2933"
QUIET = "#7b8794"
RULE = "#e4e7eb"
BAND = "#2a6f97"
ALERT = "#c1440e"
PARTS = [BAND, "#a9d6e5", ALERT, "#f4a261", QUIET, "#009e73", "#cc79a7", INK]
"""Colours of the parts of a bar; as many as there are roles, so that no two parts share one."""
FAMILY_COLOURS = {
    "policy": "#0072b2",
    "diplomacy": "#56b4e9",
    "justice": "#d55e00",
    "recruitment": "#000000",
    "people": "#cc79a7",
    "information": "#009e73",
}
"""By family of events; from Okabe and Ito's set, which colour-blind readers can tell apart."""

WIDTH = 660
"""Pixels from the first letter of a label to the last of a mark; a page's column holds it."""

LINE_LETTERS = 105
"""Letters of a subtitle that fit the width."""

FADE = 1.9
"""How far, as a multiple of its floor, an open interval is drawn before it has faded out."""

EDGE = 1.25
"""How far, as a divisor of the least number, a log axis begins before it."""

FAR = 8
"""How many times the lowest ceiling or the highest floor a ceiling may be to be drawn: one set by a
claim of tens of thousands for half the world would leave nothing else to see.
"""

ROOM_FOR_AXIS = 52
"""Pixels that a panel's axis takes."""

ROOM_FOR_WORDS = 125
"""Pixels to the right of an interval for its number in words."""
FONT = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif"


NOTHING = "Nothing in this publication fits what was asked for."
"""What stands in the place of a chart that has nothing to draw."""

ALL = pl.lit(value=True)
IS_BOUNDED = (pl.col("lower_bound") > 0).fill_null(value=False) | (
    pl.col("upper_bound") > 0
).fill_null(value=False)
"""Whether an interval has an end that a log axis can show."""

Chart: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart
Options = ParamSpec("Options")


def says_when_empty(
    drawable: pl.Expr,
) -> Callable[
    [Callable[Concatenate[pl.DataFrame, Options], Chart]],
    Callable[Concatenate[pl.DataFrame, Options], Chart],
]:
    """Have a function of charts draw what rows it can, and say so where there are none."""

    def decorated(
        draw: Callable[Concatenate[pl.DataFrame, Options], Chart],
    ) -> Callable[Concatenate[pl.DataFrame, Options], Chart]:
        @functools.wraps(draw)
        def drawn(frame: pl.DataFrame, /, *args: Options.args, **kwargs: Options.kwargs) -> Chart:
            shown = frame if frame.is_empty() else frame.filter(drawable)
            if not shown.is_empty():
                return draw(shown, *args, **kwargs)
            word = alt.Chart(pl.DataFrame({"word": ["nothing to draw"]})).mark_text(color=QUIET)
            return fitted(
                word.encode(text="word:N").properties(height=60), str(kwargs["title"]), NOTHING
            )

        return drawn

    return decorated


def enable() -> None:
    """Show charts in this notebook without a network; call it once, in the first cell."""
    alt.theme.register("muster", enable=True)(_theme)
    alt.renderers.register("muster", _render)
    alt.renderers.enable("muster")
    if _on_site():
        # a page's reader has no use for the types of a table's columns
        pl.Config(tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True)
    else:
        from IPython.display import HTML, display

        display(HTML(f"<script>{vega_bundle()}</script><script>{drawing_script()}</script>"))


def vega_bundle() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script that needs no network."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle


def drawing_script() -> str:
    """Return the script that draws the charts of a page from their specifications."""
    return resources.files("muster.site").joinpath("assets", "charts.js").read_text("utf-8")


def specification(chart: Chart) -> dict[str, Any]:
    """Return a chart as Vega-Lite, with the look that charts have here."""
    alt.theme.register("muster", enable=False)(_theme)
    with alt.theme.enable("muster"):
        made: dict[str, Any] = chart.to_dict()
    return made


def placed(spec: dict[str, Any]) -> str:
    """Turn a specification into HTML that the drawing script of a page draws."""
    # "<" never stands in a script as it is: a summary could otherwise close it
    data = json.dumps(spec, ensure_ascii=False, default=str).replace("<", "\\u003c")
    name = f"chart-{hashlib.sha256(data.encode()).hexdigest()[:12]}"
    return (
        f'<div class="muster-chart" id="{name}">'
        f'<script type="application/json">{data}</script></div>'
    )


@says_when_empty(pl.col("happened_from").is_not_null())
def event_timeline(events: pl.DataFrame, *, title: str, subtitle: str) -> Chart:
    """Draw events as lanes of types over time, each bar as long as its date is uncertain.

    Args:
        events: event_type, family, status, happened_from, happened_to, summary, article_count,
            place; without happened_from an event has no place and is left to the caller to count.
        title: the question that the chart answers.
        subtitle: what is drawn, and from what.
    """
    frame = events.with_columns(
        # the end of a day is where the next begins: a day is one day wide
        shown_to=pl.coalesce("happened_to", pl.lit(events["happened_to"].max()))
        + pl.duration(days=1),
        is_open=pl.col("happened_to").is_null(),
        type_label=_label("event_type"),
    )
    order = (
        frame.group_by("family", "type_label")
        .len()
        .sort("family", "len", descending=[False, True])["type_label"]
        .to_list()
    )
    base = alt.Chart(frame).encode(
        x=alt.X("happened_from:T", title=None, axis=alt.Axis(tickCount="year", format="%Y")),
        x2="shown_to:T",
        y=alt.Y("type_label:N", sort=order, title=None, axis=alt.Axis(labelLimit=170)),
        color=alt.Color(
            "family:N",
            scale=alt.Scale(domain=list(FAMILY_COLOURS), range=list(FAMILY_COLOURS.values())),
            legend=alt.Legend(title=None, orient="top", columns=6),
        ),
        tooltip=[
            alt.Tooltip("summary:N", title="what"),
            alt.Tooltip("happened:N", title="when"),
            alt.Tooltip("place:N", title="where"),
            alt.Tooltip("status:N"),
            alt.Tooltip("article_count:Q", title="articles"),
        ],
    )
    spans = base.mark_bar(height=9, opacity=0.22)
    starts = base.mark_tick(thickness=2, height=11, opacity=0.85).encode(x2=alt.Undefined)
    return fitted(alt.layer(spans, starts).properties(height=alt.Step(15)), title, subtitle)


@says_when_empty(ALL)
def counts_over_time(
    frame: pl.DataFrame, *, title: str, subtitle: str, colour: str | None = None
) -> Chart:
    """Draw counts by month as bars, stacked by the column ``colour`` if there is one.

    Args:
        frame: month (date), count, and the column named by ``colour``.
        title: the question that the chart answers.
        subtitle: what is drawn, and from what.
        colour: a column to stack by.
    """
    chart = alt.Chart(frame).mark_bar(width={"band": 0.9}).encode(
        x=alt.X("yearmonth(month):T", title=None, axis=alt.Axis(format="%Y", tickCount="year")),
        y=alt.Y("sum(count):Q", title=None),
        tooltip=[
            alt.Tooltip("yearmonth(month):T", title="month", format="%B %Y"),
            alt.Tooltip("sum(count):Q", title="count"),
        ],
    )  # fmt: skip
    if colour:
        scale = (
            alt.Scale(domain=list(FAMILY_COLOURS), range=list(FAMILY_COLOURS.values()))
            if colour == "family"
            else alt.Undefined
        )
        chart = chart.encode(
            color=alt.Color(
                f"{colour}:N", scale=scale, legend=alt.Legend(title=None, orient="top", columns=6)
            )
        )
    else:
        chart = chart.encode(color=alt.value(BAND))
    return fitted(chart.properties(height=200), title, subtitle)


@says_when_empty(IS_BOUNDED)
def claim_intervals(figures: pl.DataFrame, *, title: str, subtitle: str) -> Chart:
    """Draw one claim a line as the interval that it allows, on a log axis; an open end fades out.

    Args:
        figures: who (is counted, and when), said_by, and of the figure relation, value_low,
            value_high, lower_bound, upper_bound, summary, article_count, first_reported_on;
            drawn in the order of the frame.
        title: the question that the chart answers.
        subtitle: what is drawn, and from what.
    """
    layers = alt.layer(*_intervals(figures)).properties(height=alt.Step(34))
    return fitted(layers, title, subtitle)


@says_when_empty(ALL)
def echo_tree(mentions: pl.DataFrame, *, title: str, subtitle: str) -> Chart:
    """Draw a claim as a tree: a line a mention, hung on the mention that it has the claim from.

    Args:
        mentions: mention_id, parent_mention_id (null for the origin), told_on (a date), outlet,
            lost (in words, empty where nothing was), and relation, value_low, value_high.
        title: the question that the chart answers.
        subtitle: what is drawn, and from what.
    """
    frame = mentions.sort("told_on", "parent_mention_id", "mention_id").with_columns(
        lane=pl.int_range(pl.len()).cast(pl.String) + "|" + pl.col("outlet"),
        fate=pl.when(pl.col("parent_mention_id").is_null())
        .then(pl.lit("origin"))
        .when(pl.col("lost") == "")
        .then(pl.lit("told as it was"))
        .otherwise(pl.lit("something changed")),
        words=pl.concat_str(
            claim_in_words(),
            pl.col("lost").replace("", None),
            separator="  ·  ",
            ignore_nulls=True,
        ),
    )
    lanes = frame["lane"].to_list()
    links = frame.join(
        frame.select(parent_mention_id="mention_id", parent_on="told_on", parent_lane="lane"),
        on="parent_mention_id",
    )
    x = alt.X("told_on:T", title=None, axis=alt.Axis(tickCount=6, format="%-d %b %Y"))
    y = alt.Y(
        "lane:N", sort=lanes, title=None,
        scale=alt.Scale(domain=lanes),
        axis=alt.Axis(
            labelExpr="split(datum.label, '|')[1]", labelLimit=220, labelPadding=9, grid=False
        ),
    )  # fmt: skip
    down = alt.Chart(links).mark_rule(color=QUIET, opacity=0.6).encode(
        x="parent_on:T", y=alt.Y("parent_lane:N", sort=lanes), y2="lane:N"
    )  # fmt: skip
    across = alt.Chart(links).mark_rule(color=QUIET, opacity=0.6).encode(
        x="parent_on:T", x2="told_on:T", y=y
    )  # fmt: skip
    points = alt.Chart(frame).encode(
        x=x, y=y,
        color=alt.Color(
            "fate:N",
            scale=alt.Scale(
                domain=["origin", "told as it was", "something changed"],
                range=[INK, BAND, ALERT],
            ),
            legend=alt.Legend(title=None, orient="top"),
        ),
        tooltip=[
            alt.Tooltip("outlet:N", title="told by"),
            alt.Tooltip("told_on:T", title="by", format="%-d %B %Y"),
            alt.Tooltip("words:N", title="as"),
        ],
    )  # fmt: skip
    layers = alt.layer(
        down,
        across,
        points.mark_circle(size=70, opacity=1),
        points.mark_text(align="left", dx=9, fontSize=10.5).encode(
            text="words:N", color=alt.value(QUIET)
        ),
    )
    return fitted(layers.properties(height=alt.Step(20)), title, subtitle)


@says_when_empty(IS_BOUNDED)
def claims_known_by(figures: pl.DataFrame, *, title: str, subtitle: str) -> Chart:
    """Draw one claim a line, with a slider through the days on which they were reported.

    Args:
        figures: as `claim_intervals` takes them.
        title: the question that the chart answers.
        subtitle: what is drawn, and from what.
    """
    first = figures["first_reported_on"].min()
    last = figures["first_reported_on"].max()
    assert isinstance(first, date) and isinstance(last, date)  # noqa: S101, PT018 (dates in, dates out)
    month_count = (last.year - first.year) * 12 + last.month - first.month
    frame = figures.with_columns(
        month=(pl.col("first_reported_on").dt.year() - first.year) * 12
        + pl.col("first_reported_on").dt.month() - first.month
    )  # fmt: skip
    known = alt.param(
        name="known_by",
        value=month_count,
        bind=alt.binding_range(min=0, max=month_count, step=1, name="month "),
    )
    month = f"datetime({first.year}, {first.month - 1} + known_by, 1)"
    said = f"'known by the end of ' + timeFormat({month}, '%B %Y')"
    label = (
        alt.Chart(pl.DataFrame({"n": [0]}))
        .transform_calculate(said=said)
        .mark_text(align="right", fontSize=12, fontWeight="bold", color=ALERT, dy=-8)
        .encode(x=alt.value("width"), y=alt.value(0), text="said:N")
    )
    claims = _intervals(frame, shown="datum.month <= known_by")
    layers = alt.layer(*claims, label).add_params(known).properties(height=alt.Step(34))
    return fitted(layers, title, subtitle)


@says_when_empty(ALL)
def monthly_bands(months: pl.DataFrame, *, title: str, subtitle: str, columns: int = 2) -> Chart:
    """Draw how many had been taken in by each month, a panel a population, floor to ceiling.

    Args:
        months: label (of the population), month, cumulative_lower_bound, cumulative_upper_bound,
            is_contested, and figure_count if it is known. A missing ceiling fades out above the
            floor, and so does one that is far above what the panel's other numbers are.
        title: the question that the chart answers.
        subtitle: what is drawn, and from what.
        columns: panels side by side.
    """
    frame = band_rows(months)
    base = alt.Chart(frame)
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%Y", tickCount="year"))
    y_axis = alt.Axis(format="~s", tickCount=4, titleFontWeight="normal")
    # each axis ends on a label, so that the names of panels beside each other are level
    y_scale = alt.Scale(nice=4)
    tooltip = [
        alt.Tooltip("label:N", title="who"),
        alt.Tooltip("month:T", title="by the end of", format="%B %Y"),
        alt.Tooltip("floor:Q", title="at least", format=",.0f"),
        alt.Tooltip("ceiling:Q", title="at most", format=",.0f"),
    ]
    if "figure_count" in months.columns:
        tooltip.append(alt.Tooltip("figure_count:Q", title="figures of the month"))
    panel_width = (WIDTH - columns * ROOM_FOR_AXIS) / columns
    panel = alt.layer(
        base.transform_filter("datum.drawn_to !== null")
        .mark_rect()
        .encode(
            x=x, x2="month_end:T",
            y=alt.Y("drawn_from:Q", title=None, axis=y_axis, scale=y_scale), y2="drawn_to:Q",
            color=alt.Color(
                "state:N",
                scale=alt.Scale(
                    domain=["what the figures allow", "figures that cannot all hold"],
                    range=[BAND, ALERT],
                ),
                legend=alt.Legend(title=None, orient="top"),
            ),
            opacity=alt.value(0.45),
            tooltip=tooltip,
        ),
        base.transform_filter("datum.floor !== null && datum.drawn_to === null")
        .mark_rect(
            color=fading("up"),
            opacity=0.55,
        )
        .encode(x=x, x2="month_end:T", y="floor:Q", y2="fade_to:Q", tooltip=tooltip),
        base.transform_filter("datum.floor !== null")
        .mark_rule(color=BAND, strokeWidth=2)
        .encode(x=x, x2="month_end:T", y="floor:Q", tooltip=tooltip),
    ).properties(width=panel_width, height=130)  # fmt: skip
    return _titled(
        panel.facet(
            facet=alt.Facet(
                "label:N",
                title=None,
                sort=alt.EncodingSortField("order", op="min"),
                header=alt.Header(labelFontWeight="bold", labelAnchor="start"),
            ),
            columns=columns,
        ).resolve_scale(y="independent"),
        title,
        subtitle,
    )  # fmt: skip


@says_when_empty(ALL)
def ranked_counts(
    frame: pl.DataFrame,
    label: str,
    count: str,
    *,
    title: str,
    subtitle: str,
    colour: str | None = None,
) -> Chart:
    """Draw counts as bars, one line each, in the order of the frame.

    Args:
        frame: the columns ``label`` and ``count``, and that of ``colour`` if there is one.
        label: column with the names of the lines.
        count: column with the counts.
        title: the question that the chart answers.
        subtitle: what is drawn, and from what.
        colour: a column by which a line is divided.
    """
    chart = alt.Chart(frame).mark_bar(height=11).encode(
        x=alt.X(f"sum({count}):Q", title=None, axis=alt.Axis(format="d")),
        y=alt.Y(f"{label}:N", sort=frame[label].unique(maintain_order=True).to_list(), title=None,
                axis=alt.Axis(labelLimit=340)),
        tooltip=[alt.Tooltip(f"{label}:N"), alt.Tooltip(f"sum({count}):Q", title="count")],
    )  # fmt: skip
    if colour:
        chart = chart.encode(
            color=alt.Color(
                f"{colour}:N",
                scale=alt.Scale(range=PARTS),
                legend=alt.Legend(title=None, orient="top", columns=4),
            ),
            tooltip=[
                alt.Tooltip(f"{label}:N"),
                alt.Tooltip(f"{colour}:N"),
                alt.Tooltip(f"sum({count}):Q", title="count"),
            ],
        )
    else:
        chart = chart.encode(color=alt.value(BAND))
    return fitted(chart.properties(height=alt.Step(18)), title, subtitle)


@says_when_empty(ALL)
def heat_table(
    frame: pl.DataFrame, row: str, column: str, count: str, *, title: str, subtitle: str
) -> Chart:
    """Draw a table of counts, shaded, with the numbers in it.

    Args:
        frame: the columns ``row``, ``column`` and ``count``.
        row: column with the names of the rows, drawn in the order of the frame.
        column: column with the names of the columns, drawn in the order of the frame.
        count: column with the counts.
        title: the question that the chart answers.
        subtitle: what is drawn, and from what.
    """
    rows = frame[row].unique(maintain_order=True).to_list()
    columns = frame[column].unique(maintain_order=True).to_list()
    base = alt.Chart(frame).encode(
        x=alt.X(f"{column}:N", sort=columns, title=None,
                axis=alt.Axis(orient="top", labelAngle=-35, labelLimit=160)),
        y=alt.Y(f"{row}:N", sort=rows, title=None, axis=alt.Axis(labelLimit=220, grid=False)),
        tooltip=[f"{row}:N", f"{column}:N", alt.Tooltip(f"{count}:Q", title="count")],
    )  # fmt: skip
    pale = f"datum['{count}'] <= {_greatest(frame[count]) * 0.55}"
    return _titled(
        alt.layer(
            base.mark_rect(cornerRadius=2).encode(
                color=alt.Color(f"{count}:Q", scale=alt.Scale(scheme="blues"), legend=None)
            ),
            base.mark_text(fontSize=11).encode(
                text=f"{count}:Q",
                color=alt.condition(pale, alt.value(INK), alt.value("white")),
            ),
        ).properties(width=alt.Step(46), height=alt.Step(22)),
        title,
        subtitle,
    )  # fmt: skip


def band_rows(months: pl.DataFrame) -> pl.DataFrame:
    """Prepare the rows of `monthly_bands`: floor, ceiling, and what of them is drawn."""
    floor, ceiling = pl.col("cumulative_lower_bound"), pl.col("cumulative_upper_bound")
    scale = pl.max_horizontal(floor.max(), ceiling.min()).over("label")
    drawn_to = pl.when(ceiling <= FAR * scale).then(ceiling)
    return months.with_row_index("order").with_columns(
        floor=floor,
        ceiling=ceiling,
        drawn_from=floor.fill_null(0),
        drawn_to=drawn_to,
        fade_to=pl.max_horizontal(floor.max(), drawn_to.max()).over("label") * 1.25,
        state=pl.when("is_contested")
        .then(pl.lit("figures that cannot all hold"))
        .otherwise(pl.lit("what the figures allow")),
        month_end=pl.col("month").dt.month_end() + pl.duration(days=1),
    )


def interval_rows(figures: pl.DataFrame) -> pl.DataFrame:
    """Prepare the rows of `claim_intervals`: where each interval begins and ends, and its words."""
    return figures.with_row_index("order").with_columns(
        lane=pl.col("who") + "|" + pl.col("said_by"),
        # a log axis has no zero: a claim without a floor begins where the axis does
        start=pl.coalesce(pl.col("lower_bound").replace(0, None), pl.lit(1.0)),
        end=pl.coalesce("upper_bound", pl.col("lower_bound") * FADE),
        words=claim_in_words(),
    )


def interval_limits(rows: pl.DataFrame) -> dict[str, float]:
    """Tell from where to where the axis of `claim_intervals` goes, with room for the words."""
    low, high = _least(rows["start"]), _greatest(rows["end"])
    room = (high / low) ** (ROOM_FOR_WORDS / (WIDTH / 2))
    return {"axis_from": low / EDGE, "axis_to": high * room}


def _intervals(figures: pl.DataFrame, shown: str | None = None) -> list[alt.Chart]:
    """Layers of one claim a line, on a log axis; ``shown`` filters the claims, not the axis."""
    frame = interval_rows(figures)
    limits = [alt.param(name=name, value=value) for name, value in interval_limits(frame).items()]
    scale = alt.Scale(
        type="log", domainMin=alt.expr("axis_from"), domainMax=alt.expr("axis_to"), nice=False
    )
    x = alt.X(
        "start:Q",
        scale=scale,
        title=None,
        axis=alt.Axis(format=",d", tickCount=6, labelBound=True),
    )
    base = alt.Chart(frame)
    if shown:
        base = base.transform_filter(shown)
    base = base.encode(
        x=x,
        y=alt.Y(
            "lane:N",
            sort=alt.EncodingSortField("order", op="min"),
            title=None,
            axis=alt.Axis(labelExpr="split(datum.label, '|')", labelLimit=340, labelLineHeight=13),
        ),
        tooltip=[
            alt.Tooltip("who:N", title="who"),
            alt.Tooltip("said_by:N", title="said by"),
            alt.Tooltip("words:N", title="stated"),
            alt.Tooltip("summary:N", title="what it says"),
            alt.Tooltip("article_count:Q", title="articles"),
            alt.Tooltip("first_reported_on:T", title="first reported", format="%-d %B %Y"),
        ],
    )
    ranged = base.transform_filter("datum.upper_bound !== null && datum.start < datum.end")
    exact = base.transform_filter("datum.start === datum.end")
    opened = base.transform_filter("datum.upper_bound === null")
    return [
        ranged.add_params(*limits).mark_bar(height=11, color=BAND, opacity=0.75).encode(x2="end:Q"),
        opened.mark_bar(height=11, color=fading("right")).encode(x2="end:Q"),
        opened.mark_tick(thickness=2, height=15, color=BAND, opacity=1),
        # an exact number is an interval without width: a full stroke, as high as a band
        exact.mark_tick(thickness=4, height=15, color=BAND, opacity=1),
        base.mark_text(align="left", dx=7, fontSize=10.5, color=QUIET).encode(
            x=alt.X("end:Q", scale=scale), text="words:N"
        ),
    ]


def _label(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all("_", " ")


def claim_in_words() -> pl.Expr:
    """Say the number of a claim with its relation, from relation, value_low and value_high."""
    return pl.struct("relation", "value_low", "value_high").map_elements(
        lambda claim: words.claim(claim["relation"], claim["value_low"], claim["value_high"]),
        return_dtype=pl.String,
    )


def _least(values: pl.Series) -> float:
    return float(values.min())  # type: ignore[arg-type]  # polars types it for any content


def _greatest(values: pl.Series) -> float:
    return float(values.max())  # type: ignore[arg-type]


def fading(towards: Literal["right", "up"]) -> alt.Gradient:
    """Fill a mark so that it fades out towards an end that no speaker set."""
    ends = {
        "right": {"x1": 0, "x2": 1, "y1": 0, "y2": 0},
        "up": {"x1": 0, "x2": 0, "y1": 1, "y2": 0},
    }
    return alt.Gradient(
        gradient="linear",
        stops=[
            alt.GradientStop(offset=0, color=BAND),
            alt.GradientStop(offset=1, color="#ffffff00"),
        ],
        **ends[towards],
    )


def fitted(chart: Any, title: str, subtitle: str) -> Chart:
    """Give a chart its title and a width that counts labels in, so that it fits a page's column."""
    autosize = alt.AutoSizeParams(type="fit-x", contains="padding")
    return _titled(chart.properties(width=WIDTH, autosize=autosize), title, subtitle)


def _titled(chart: Any, title: str, subtitle: str) -> Chart:
    lines = [part for line in subtitle.split("\n") for part in textwrap.wrap(line, LINE_LETTERS)]
    heading = alt.Title(title, subtitle=lines, anchor="start", offset=14)
    titled: Chart = chart.properties(title=heading)
    return titled


def _theme() -> alt.theme.ThemeConfig:
    axis: Any = {
        "domainColor": RULE, "gridColor": RULE, "tickColor": RULE, "labelColor": INK,
        "labelFontSize": 11, "titleColor": QUIET,
    }  # fmt: skip
    return {
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": axis,
            "axisY": {"domain": False, "ticks": False, "grid": True},
            "axisX": {"grid": False},
            "title": {
                "fontSize": 16, "fontWeight": 600, "color": INK, "subtitleColor": QUIET,
                "subtitleFontSize": 12, "subtitlePadding": 6,
            },
            "legend": {"labelColor": INK, "labelFontSize": 11, "symbolType": "square"},
        }
    }  # fmt: skip


# In JupyterLab a cell may be shown before the one that brings the drawing script.
WAIT_AND_DRAW = """function draw(name, tries) {
  if (window.musterDraw) musterDraw(name);
  else if (tries) setTimeout(draw, 100, name, tries - 1);
}"""


def _on_site() -> bool:
    return os.environ.get("MUSTER_SITE") == "1"


def _render(spec: dict[str, Any], **_: Any) -> dict[str, str]:
    """Show a chart in a notebook: on a page its script draws it, in JupyterLab the cell does."""
    html = placed(spec)
    if not _on_site():
        [name] = re.findall(r'id="([^"]+)"', html[:80])
        html += f"<script>({WAIT_AND_DRAW})('{name}', 100);</script>"
    return {"text/html": html, "text/plain": f"<chart: {_plain_title(spec)}>"}


def _plain_title(spec: dict[str, Any]) -> str:
    title = spec.get("title", "")
    return str(title.get("text", "") if isinstance(title, dict) else title)
