"""Columns that rules ask for by name: a seed of that name must have them, whatever else it has."""

from __future__ import annotations

from collections.abc import Mapping

NUMBER_TYPES = ("integer", "double")


def lacking(seed: str, types: Mapping[str, str]) -> list[str]:
    """List the columns that ``seed`` needs and lacks, or has with a type that is no number's.

    Args:
        seed: name of the seed.
        types: type of each of its columns.
    """
    return [
        name
        for name in _NEEDED.get(seed, ())
        if name not in types or (name in _NUMBERS and types[name] not in NUMBER_TYPES)
    ]


_NEEDED: Mapping[str, tuple[str, ...]] = {
    "relations": ("relation", "lower"),
    "measures": ("measure", "family", "unit", "default_kind"),
    "units": ("unit", "dimension"),
    "raw_articles": ("article_id", "text_sha256", "text_length"),
    "raw_figure_mentions": (
        "mention_id", "article_id", "measure", "unit", "relation", "value_low", "value_high",
        "kind", "period", "note", "value_start", "value_end", "quote_start", "quote_end",
    ),
    "raw_event_mentions": ("mention_id", "article_id", "quote_start", "quote_end"),
    "raw_event_participants": ("mention_id", "name", "role"),
    "raw_statement_mentions": ("mention_id", "article_id", "quote_start", "quote_end"),
    "raw_actor_mentions": ("mention_id", "article_id", "span_start", "span_end"),
    "registry_actors": ("kind", "capacity"),
    "registry_countries": ("country",),
    "registry_regions": ("region",),
    "registry_populations": ("population",),
    "registry_population_aliases": ("alias",),
    "review_decisions": (
        "decision_id", "decided_on", "decision", "subject_table", "subject_id", "field", "found",
        "corrected",
    ),
}  # fmt: skip

_NUMBERS = (
    "value_low", "value_high", "value_start", "value_end", "quote_start", "quote_end",
    "span_start", "span_end", "text_length",
)  # fmt: skip
