"""One file as one article, read as landing reads it: text or HTML, boilerplate masked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath

from muster.extraction.document import Article
from muster.project import MusterError
from muster.reading.pages import Known, NoArticle, Page
from muster.reading.reader import read


def read_article(
    path: Path,
    *,
    published_on: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
) -> Article:
    """Read a file as an article; what is said here wins over what the file says.

    Raises:
        MusterError: the file cannot be read or holds no article, or the day is none.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise MusterError(f"{path}: cannot be read ({error.strerror})") from error
    return as_article(path, raw, published_on=published_on, outlet=outlet, language=language)


def as_article(
    path: PurePath,
    raw: bytes,
    *,
    published_on: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
) -> Article:
    """Take the bytes of a file as an article.

    Raises:
        MusterError: they hold no article, or the day is none.
    """
    if published_on is not None:
        try:
            date.fromisoformat(published_on)
        except ValueError as error:
            raise MusterError(f"found {published_on!r}, expected a day as 2026-01-10") from error
    known = Known(outlet=outlet, published_on=published_on, language=language)
    try:
        article = read(Page(str(path), raw), known).article
    except NoArticle as error:
        raise MusterError(f"{path}: {error}") from error
    return replace(article, article_id=path.stem)
