"""One file as one article: plain text in UTF-8, made canonical."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

from muster.extraction.document import Article
from muster.project import MusterError


def read_article(
    path: Path, *, published_on: str | None = None, outlet: str | None = None, language: str = "en"
) -> Article:
    """Read a text file as an article; its first line is its title.

    Raises:
        MusterError: the file is no UTF-8 text, is empty or a web page, or the day is none.
    """
    if published_on is not None:
        try:
            date.fromisoformat(published_on)
        except ValueError as error:
            raise MusterError(f"found {published_on!r}, expected a day as 2026-01-10") from error
    try:
        raw = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MusterError(
            f"{path}: found the byte 0x{error.object[error.start]:02x}, expected text in UTF-8"
        ) from error
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise MusterError(f"{path}: found no text, expected an article")
    if text.lstrip()[:1] == "<" and "<html" in text[:2000].lower():
        raise MusterError(f"{path}: found a web page, expected its text; save it as plain text")
    return Article(
        text=text,
        article_id=path.stem,
        outlet=outlet,
        published_on=published_on,
        language=language,
        title=text.strip().split("\n", 1)[0].strip(),
    )
