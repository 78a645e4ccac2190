"""Population codes: who a number counts.

A code is a country (ISO 3166-1 alpha-3), a region, a registered group, a pattern of one of these
(``KGZ-born``, ``ALL-xPRK``), or a union of them with ``+``. The vocabulary is the registry's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from muster.seeds import Row

SEEDS = {
    "registry_countries": "country",
    "registry_regions": "region",
    "registry_populations": "population",
    "registry_population_aliases": "alias",
}


@dataclass(frozen=True)
class PopulationCodes:
    """The codes that the registry knows."""

    countries: frozenset[str]
    groups: frozenset[str]
    """Regions and registered populations."""
    aliases: frozenset[str]

    @classmethod
    def from_rows(cls, rows: Mapping[str, Sequence[Row]]) -> PopulationCodes | None:
        """Build from the rows of the registry's seeds, by seed name; None if one is missing."""
        if not rows.keys() >= set(SEEDS):
            return None
        countries, regions, populations, aliases = (
            frozenset(row[column] for row in rows[seed]) for seed, column in SEEDS.items()
        )
        return cls(countries=countries, groups=regions | populations, aliases=aliases)

    def fault(self, code: str) -> str | None:
        """Say what was expected in place of ``code``; None when it is a population."""
        if code in self.aliases:
            return None
        parts = code.split("+")
        unknown = [part for part in parts if not self._is_member(part)]
        if unknown:
            return (
                "a population: an alpha-3 country, a region, a registered group, XXX-born, "
                f"ALL-xXXX, or a union with +; {unknown[0]!r} is none"
            )
        if len(set(parts)) < len(parts):
            return "a union that names each member once"
        return None

    def _is_member(self, part: str) -> bool:
        if part in self.countries or part in self.groups:
            return True
        pattern = re.fullmatch(r"([A-Z]{3})-born|ALL-x([A-Z]{3})", part)
        return pattern is not None and (pattern[1] or pattern[2]) in self.countries
