"""What a landing did, as lines that a person reads: how much, what not and why, what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from muster.landing.articles import Status
from muster.landing.batch import Outcome

MOST_SHOWN = 20


def report(outcome: Outcome) -> Iterator[str]:
    """Yield the lines of the summary."""
    if outcome.finished:
        yield f"Finished a landing that was killed: {', '.join(outcome.finished)}"
    by_status = {
        status: [(place, source) for place, source in outcome.articles if place.status is status]
        for status in Status
    }
    counts = [f"{len(found):,} {status.value}" for status, found in by_status.items() if found]
    counts += [f"{len(outcome.refused):,} refused"] if outcome.refused else []
    yield "Articles: " + (", ".join(counts) or "none")
    for status, what in ((Status.VERSION, "is a new version of"), (Status.COPY, "has the text of")):
        lines = [f"{place.article_id} {what} {place.other}" for place, _ in by_status[status]]
        yield from _shortened(lines)
    claims = [
        f"{count:,} {seed.removeprefix('raw_').replace('_', ' ')}"
        for seed, count in sorted(outcome.claims.items())
        if count
    ]
    if claims:
        yield "New rows: " + ", ".join(claims)
    if outcome.dropped:
        yield f"Claims that are not found any more: {outcome.dropped:,}"
    yield from _what_did_not_land(outcome)
    yield from _what_to_do(outcome)


def _what_did_not_land(outcome: Outcome) -> Iterator[str]:
    if outcome.ungrounded:
        yield (
            f"Claims refused, as they do not stand in the text: {outcome.ungrounded.total():,}, "
            f"in {len(outcome.ungrounded):,} articles; with reasons in store/articles/<id>.json"
        )
    if outcome.withheld:
        yield (
            f"Names withheld: {outcome.withheld:,}; people whom the registry does not know in a "
            "public capacity (store/articles/<id>.json lists them)"
        )
    if outcome.unread:
        languages = ", ".join(f"{count:,} {code}" for code, count in outcome.unread.most_common())
        yield (
            f"Articles without a claim, by language: {languages}; where there is no language pack "
            "yet, `muster land --again` extracts them once there is"
        )
    if outcome.skipped:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in outcome.skipped.most_common())
        yield f"Files in folders that hold no articles: {kinds}"
    if outcome.refused:
        yield "Refused:"
        yield from (f"  {refusal}" for refusal in outcome.refused)


def _what_to_do(outcome: Outcome) -> Iterator[str]:
    if outcome.new_outlets:
        yield "New outlets, whose country and kind seeds/registry/registry_outlets.csv should say:"
        yield from _shortened(outcome.new_outlets)
    if outcome.without_outlet:
        yield f"{outcome.without_outlet:,} articles name no outlet; name it with --outlet next time"
    if outcome.changed:
        yield "Changed: " + ", ".join(outcome.changed)
        yield "Next: `muster check`, then `muster build`"
    else:
        yield "No seed changed."


def _shortened(lines: list[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:MOST_SHOWN])
    if len(lines) > MOST_SHOWN:
        yield f"  and {len(lines) - MOST_SHOWN:,} more"
