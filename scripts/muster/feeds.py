"""The feeds of the project, as ``feeds.toml`` lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from muster.faults import shown
from muster.project import MusterError, Project

NAME = "feeds.toml"
KEYS: dict[str, type] = {"source": str, "outlet": str, "language": str, "stale_after_days": int}


@dataclass(frozen=True)
class Feed:
    """One source that is asked again and again."""

    source: str
    """An address, or a path from the project's folder; whatever `muster land` takes."""
    outlet: str | None = None
    """Who prints its articles; else what they or their site say."""
    language: str | None = None
    """BCP 47; else it is found out."""
    stale_after_days: int | None = None
    """Days without a new article after which somebody should look."""


def read_feeds(project: Project) -> list[Feed]:
    """Read ``feeds.toml``; no feeds where there is no such file.

    Raises:
        MusterError: it is no TOML, or a feed is not as it should be; all faults in one message.
    """
    path = project.root / NAME
    if not path.exists():
        return []
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MusterError(f"{NAME}: found no TOML: {error}") from error
    feeds = said.pop("feeds", [])
    if not isinstance(feeds, list) or not all(isinstance(feed, dict) for feed in feeds):
        raise MusterError(f"{NAME}: found {shown(feeds)} as feeds, expected tables [[feeds]]")
    faults = [f"found the key {shown(key)}, expected [[feeds]] alone" for key in said]
    for number, feed in enumerate(feeds, start=1):
        faults += [f"feed {number}: {fault}" for fault in _faults(feed)]
    sources = [feed.get("source") for feed in feeds]
    faults += [
        f"feed {number}: found {shown(source)} again, expected each source once"
        for number, source in enumerate(sources, start=1)
        if source in sources[: number - 1]
    ]
    if faults:
        raise MusterError("\n".join(f"{NAME}: {fault}" for fault in faults))
    return [Feed(**feed) for feed in feeds]


def _faults(feed: dict[str, Any]) -> Iterator[str]:
    if not feed.get("source"):
        yield "found no source, expected an address"
    for key, value in feed.items():
        if key not in KEYS:
            yield f"found the key {shown(key)}, expected {', '.join(KEYS)}"
        # exact, because true is an int to isinstance
        elif type(value) is not KEYS[key] or (isinstance(value, int) and value < 1):
            kind = "a whole number from 1" if KEYS[key] is int else "a text"
            yield f"found {shown(value)} as {key}, expected {kind}"
