"""From a text file to its text and what its head says of it: YAML, or a line with a date."""

from __future__ import annotations

import html
import logging
import re
from dataclasses import replace
from datetime import date

from muster.reading.addresses import canonical_url
from muster.reading.pages import Known, NoArticle

HEAD_LINES = 8
"""So many lines of a text may be its head, with title, author and date."""
LONGEST_DATELINE = 60


def read_text(text: str) -> tuple[Known, str | None, str]:
    """Read a text file: (what its head says, date basis, text).

    Raises:
        NoArticle: it is XML, or its head is not what a head must be.
    """
    if re.match(r"\s*<[?!a-zA-Z]", text):
        raise NoArticle("XML that is neither a page nor a feed")
    said, text = _front_matter(text)
    if said.published_on:
        return said, "stated", text
    dateline = _dateline(text)
    return replace(said, published_on=dateline), "inferred" if dateline else None, text


def _dateline(text: str) -> str | None:
    """Return the date that stands among the first lines of a text, on a line of its own."""
    from htmldate import find_date

    lines = [line for line in text[:5000].split("\n") if line.strip()][:HEAD_LINES]
    short = [line for line in lines if len(line) <= LONGEST_DATELINE and re.search(r"\d", line)]
    if not short:
        return None
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    blocks = "".join(f"<p>{html.escape(line)}</p>" for line in short)
    return find_date(f"<html><head></head><body><div>{blocks}</div></body></html>")


def _front_matter(text: str) -> tuple[Known, str]:
    """Split a text file's YAML header (between two lines of ---) from its text."""
    found = re.match(r"\ufeff?---[ \t]*\r?\n(.{0,5000}?\r?\n)---[ \t]*\r?\n", text, re.DOTALL)
    if found is None:
        return Known(), text
    import yaml

    try:
        header = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError) as error:
        raise NoArticle(f"a header that is not YAML ({str(error).splitlines()[0]})") from error
    if not isinstance(header, dict):
        return Known(), text
    header = {str(key): value for key, value in header.items() if value is not None}
    if unknown := sorted(header.keys() - set(Known.__dataclass_fields__)):
        raise NoArticle(
            f"a header with {', '.join(unknown)}, expected {', '.join(Known.__dataclass_fields__)}"
        )
    if any(not isinstance(value, str | int | float | date) for value in header.values()):
        raise NoArticle("a header with lists in it, expected one text for each name")
    said = Known(**{key: str(value) for key, value in header.items()})
    if said.url and canonical_url(said.url) is None:
        raise NoArticle(f"a header whose url is {said.url!r}, expected an http or https address")
    return said, text[found.end() :]
