"""What the pages are about, read once from the warehouse: figures and events with their reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from muster import warehouse, words
from muster.site.frame import PACKAGE

Row = dict[str, Any]


@dataclass(frozen=True)
class Claims:
    """The published file, as the pages need it."""

    file: Path

    def frame(self, name: str) -> pl.DataFrame:
        """Run the query ``sql/<name>.sql``."""
        sql = PACKAGE.joinpath("sql", f"{name}.sql").read_text("utf-8")
        return warehouse.sql(sql, warehouse=self.file)

    def rows(self, name: str) -> list[Row]:
        """Run the query ``sql/<name>.sql``, a mapping a row."""
        return self.frame(name).to_dicts()

    def names(self, query: str, kind: str) -> dict[str, str]:
        """Give what ``sql/<query>.sql`` calls each of a kind, by id."""
        return {row[f"{kind}_id"]: row[f"{kind}_name"] for row in self.rows(query)}

    @cached_property
    def figures(self) -> dict[str, Row]:
        """Figures by id, the newest first, each said in words."""
        figures = {row["figure_id"]: row for row in self.rows("figures")}
        for figure in figures.values():
            figure["words"] = words.with_unit(
                words.claim(figure["relation"], figure["value_low"], figure["value_high"]),
                figure["unit"],
            )
            figure["speaker"] = speaker(figure)
            figure["when"] = words.period(figure["period"])
            figure["reported"] = words.period(figure["first_published_on"])
            figure["what"] = words.label(figure["measure"])
            # a measure of no name says nothing behind its number
            figure["of_what"] = (
                f"({figure['summary']})"
                if figure["measure"] == "other"
                else words.after_unit(figure["measure"], figure["unit"])
            )
        return figures

    @cached_property
    def mentions(self) -> dict[str, list[Row]]:
        """Mentions by figure, the origin first."""
        return grouped(self.rows("mentions"), "figure_id")

    @cached_property
    def related(self) -> dict[str, list[Row]]:
        """What a figure or an event stands in a relation to, by its id."""
        return grouped(self.rows("relations"), "id")

    @cached_property
    def events(self) -> dict[str, Row]:
        """Events by id, the newest first, undated ones last."""
        events = {row["event_id"]: row for row in self.rows("events")}
        for event in events.values():
            event["when"] = words.period(event["happened"])
        return events

    @cached_property
    def places(self) -> list[Row]:
        """Whom figures count and where events happen, by label."""
        return self.rows("places")


def grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Put rows of one value together, in their order."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def speaker(figure: Row) -> str:
    """Say who says it: person and body, one of them, the outlet itself, or that nobody is named."""
    if (
        figure["claimant"]
        and figure["claimant_org"]
        and figure["claimant"] != figure["claimant_org"]
    ):
        return f"{figure['claimant']}, {figure['claimant_org']}"
    named = figure["claimant"] or figure["claimant_org"]
    if named:
        return str(named)
    if figure["own_voice_of"]:
        return f"{figure['own_voice_of']} itself"
    return str(figure["claimant_as_coded"] or "a source that the article does not name")
