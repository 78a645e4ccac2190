"""A page: bytes from somewhere, and what is known of the article that may be in them."""

from __future__ import annotations

from dataclasses import dataclass

from muster.project import MusterError
from muster.reading.canonical import canonical

MOST_BYTES = 10_000_000
"""A page with more is refused: no article has them, and bombs do."""


class NoArticle(MusterError):  # noqa: N818 (it is what the page has, not what went wrong)
    """The page yields no article; the message says why, without naming the page."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article from outside its page; None where nothing is."""

    url: str | None = None
    outlet: str | None = None
    published_on: str | None = None
    language: str | None = None
    title: str | None = None

    def over(self, other: Known) -> Known:
        """Fill what is not known here from ``other``."""
        return Known(*(getattr(self, f) or getattr(other, f) for f in self.__dataclass_fields__))

    def in_one_line(self) -> Known:
        """Bring every field into a form that can stand in a record."""
        values = (getattr(self, name) or "" for name in self.__dataclass_fields__)
        return Known(*(" ".join(canonical(value).split()) or None for value in values))


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes, where they come from, and what is known beforehand.

    ``source`` is what people know it by (a path, an address); ``url`` is None where none is known;
    ``known`` is what a feed says of it, which counts where the page itself says nothing.
    """

    source: str
    raw: bytes
    url: str | None = None
    content_type: str | None = None
    known: Known = Known()
