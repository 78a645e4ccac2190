"""From HTML to an article's text and what the page says of itself, by trafilatura and htmldate."""

from __future__ import annotations

import logging
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from muster.reading.addresses import canonical_url, site
from muster.reading.pages import Known, NoArticle, Page

MOST_TAGS = 100_000
"""A page with more is refused before its tree is built, which would take gigabytes."""
MOST_SECONDS = 30
"""Reading one page takes some 20 ms; one that takes so long is given up."""
SHORTEST_ARTICLE = 200
"""Code points; what is shorter is a stub, a caption or a notice."""


def is_html(text: str, page: Page) -> bool:
    """Tell whether a page is HTML, by its content type or its first characters.

    Raises:
        NoArticle: by its content type it is neither HTML nor text.
    """
    kind = (page.content_type or "").partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        return True
    if kind and kind not in (
        "text/plain",
        "application/octet-stream",
        "application/xml",
        "text/xml",
    ):
        raise NoArticle(f"{kind}, expected text or HTML")
    return _HTML.search(text[:2000]) is not None


def read_html(markup: str, page: Page) -> tuple[Known, str | None, str]:
    """Read a page by trafilatura and htmldate: (what it says of itself, date basis, text).

    Raises:
        NoArticle: there is none in it.
    """
    _import_readers()
    with _at_most(MOST_SECONDS):
        return _read(markup, page)


_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title|span|table|br)\b",
    re.IGNORECASE,
)


def _read(markup: str, page: Page) -> tuple[Known, str | None, str]:
    from trafilatura import bare_extraction
    from trafilatura.metadata import extract_metadata
    from trafilatura.utils import load_html

    if markup.count("<") > MOST_TAGS:
        raise NoArticle(f"more than {MOST_TAGS:,} tags; no article has so many")
    if _HTML.search(markup[:50]) is None or "<html" not in markup[:5000].lower():
        markup = f"<html><body>{markup}</body></html>"
    tree = load_html(markup)
    if tree is None:
        raise NoArticle("HTML that cannot be parsed")
    document: Any = bare_extraction(tree, url=page.url, include_comments=False)
    text = re.sub(r"\n+", "\n\n", (document.text if document else None) or "").strip()
    if len(text) < SHORTEST_ARTICLE:
        raise NoArticle(_why_nothing(markup, text))
    said = extract_metadata(tree, page.url, {"extensive_search": False, "original_date": True})
    stated = said.date
    inferred = None if stated else _inferred_date(tree, page.url)
    return (
        Known(
            url=_own_address(said.url, page.url),
            outlet=_name_of_site(said.sitename, page.url),
            published_on=stated or inferred,
            language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
            title=said.title,
        ),
        "stated" if stated else "inferred" if inferred else None,
        text,
    )


def _inferred_date(tree: Any, url: str | None) -> str | None:
    from htmldate import find_date

    return find_date(tree, url=url, extensive_search=True, original_date=True)


def _name_of_site(said: str | None, url: str | None) -> str | None:
    """Return the name that a page gives its site; trafilatura gives the host where it has none."""
    host = site(url) if url else ""
    return None if said and said.casefold().removeprefix("www.") == host else said


def _own_address(said: str | None, fetched: str | None) -> str | None:
    """Return the address that a page gives itself, where it can be believed.

    A syndicated copy names the original's address, and careless pages all name the front page.
    """
    claimed = canonical_url(said or "")
    if claimed is None or fetched is None:
        return claimed or fetched
    is_front_page = claimed.count("/") == 3 and claimed.endswith("/") and "?" not in claimed
    return fetched if site(claimed) != site(fetched) or is_front_page else claimed


def _why_nothing(markup: str, text: str) -> str:
    """Say in one line why a page has no article."""
    found = f"only {len(text)} characters of article text" if text else "no article text"
    lowered = markup.lower()
    if (
        re.search(r'isaccessibleforfree["\']?\s*[:=]\s*["\']?false', lowered)
        or "paywall" in lowered
    ):
        return f"{found}: behind a paywall"
    visible = re.sub(
        r"<(script|style|noscript)\b.*?(</\1|$)|<[^<>]*>", " ", lowered, flags=re.DOTALL
    )
    if "<script" in lowered and len(visible.split()) < 60:
        return f"{found}: scripts build the page; save it from a browser once it has loaded"
    return f"{found}: a list, a stub or a notice"


@cache
def _import_readers() -> None:
    """Import what reads pages, which may take seconds, and keep its warnings off the terminal."""
    import htmldate
    import trafilatura

    for module in (htmldate, trafilatura):
        logging.getLogger(module.__name__).setLevel(logging.CRITICAL)


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Give a page up that takes too long; only the main thread of a process can be interrupted."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    too_late = NoArticle(f"reading it took more than {seconds} s")
    is_late = False

    def give_up(*_: object) -> None:
        nonlocal is_late
        is_late = True
        raise too_late

    before = signal.signal(signal.SIGALRM, give_up)
    # Again each second, and once more at the end: what the readers catch to go on, or what
    # Python drops because it was raised while collecting garbage, must not save a page.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
        if is_late:
            raise too_late
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
