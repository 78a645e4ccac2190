"""One page (bytes from somewhere) to one article, or to the reason why there is none."""

from __future__ import annotations

import codecs
import gzip
import html
import io
import re
import signal
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from muster.extraction.document import Article
from muster.project import MusterError
from muster.reading import languages
from muster.reading.addresses import canonical_url, site
from muster.reading.boilerplate import masked_spans
from muster.reading.canonical import canonical, sha256

MOST_BYTES = 10_000_000
"""A page with more is refused: no article has them, and bombs do."""
MOST_TAGS = 100_000
"""A page with more is refused before its tree is built, which would take gigabytes."""
MOST_CHARACTERS = 1_000_000
"""Longest text of an article, in code points."""
MOST_SECONDS = 30
"""Reading one page takes some 20 ms; one that takes so long is given up."""
HEAD_LINES = 8
"""So many lines of a text may be its head, with title, author and date."""
LONGEST_DATELINE = 60
SHORTEST_HTML_ARTICLE = 200
"""Code points; what is shorter is a stub, a caption or a notice."""


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


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as read, and what the engine does not need but the store keeps."""

    article: Article
    text_sha256: str
    raw_sha256: str
    published_on_basis: str | None
    """stated or inferred; None where there is no date."""


def read(page: Page, known: Known | None = None) -> Reading:
    """Read one page; ``known`` wins over what the page and its source say.

    Raises:
        NoArticle: there is none; the message is one line without the page's name.
    """
    known = known or Known()
    with _at_most(MOST_SECONDS):
        raw = _inflated(page.raw)
        _refuse_binary(raw)
        text = _decoded(raw, page.content_type)
        if _is_html(text, page):
            said, basis, text = _from_html(text, page)
        else:
            said, basis, text = _from_text(text)
        if basis == "inferred" and page.known.published_on:
            said = replace(said, published_on=None)
        said = known.over(said).over(page.known)
        if known.published_on or page.known.published_on:
            basis = "stated"
        _refuse_what_is_no_text(text)
        text = canonical(text)
        said = said.in_one_line()
        url = canonical_url(said.url or page.url or "")
        article = Article(
            text=text,
            url=url,
            outlet=said.outlet or (site(url) if url else None),
            published_on=said.published_on,
            language=known.language or languages.guess(text, said.language),
            title=said.title or text.lstrip().partition("\n")[0],
            masked=masked_spans(text),
        )
    return Reading(article, sha256(text), sha256_of_bytes(page.raw), basis)


def sha256_of_bytes(raw: bytes) -> str:
    """Return the SHA-256 of what was fetched or found, as 64 hexadecimal digits."""
    import hashlib

    return hashlib.sha256(raw).hexdigest()


def looks_like_html(text: str) -> bool:
    """Tell whether a text is HTML by its first characters."""
    return _HTML.search(text[:2000]) is not None


# ---------------------------------------------------------------------------------------------
# bytes to characters


def _inflated(raw: bytes) -> bytes:
    if len(raw) > MOST_BYTES:
        raise NoArticle(
            f"{len(raw) / 1e6:,.0f} MB; no article has more than {MOST_BYTES / 1e6:.0f} MB"
        )
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        with gzip.open(io.BytesIO(raw)) as stream:
            inflated = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise NoArticle(f"damaged or cut-off gzip ({error})") from error
    if len(inflated) > MOST_BYTES:
        raise NoArticle(f"gzip that inflates to more than {MOST_BYTES / 1e6:.0f} MB")
    return inflated


_MAGIC = {
    b"%PDF": "a PDF; save its text and land that",
    b"PK\x03\x04": "a ZIP archive or an office document; save its text and land that",
    b"\xd0\xcf\x11\xe0": "an office document; save its text and land that",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"RIFF": "a picture, sound or film",
    b"OggS": "sound or film",
    b"ID3": "sound",
    b"\x7fELF": "a program",
    b"BZh": "a bzip2 archive; unpack it first",
    b"\xfd7zXZ": "an xz archive; unpack it first",
    b"\x28\xb5\x2f\xfd": "a zstd archive; unpack it first",
}


def _refuse_binary(raw: bytes) -> None:
    if not raw.strip():
        raise NoArticle("empty")
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            raise NoArticle(what)


def _decoded(raw: bytes, content_type: str | None) -> str:
    """Decode by mark, as UTF-8, as declared, as it looks: in that order."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    if b"\x00" in raw:
        raise NoArticle("binary data (it holds NUL bytes), expected text or HTML")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # one sign cut in half at the end, as in a download that broke off, is no other encoding
        if error.end >= len(raw) - 3 and error.start > 0:
            return raw[: error.start].decode("utf-8")
    declared = re.search(
        rb"charset=[\"']?([\w.:-]{1,40})", (content_type or "").encode() + raw[:2048]
    )
    if declared and (text := _strictly(raw, declared[1].decode("ascii", "replace"))) is not None:
        return text
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:100_000]).best()
    text = _strictly(raw, best.encoding) if best else None
    if text is None:
        raise NoArticle("text in an unknown or mixed encoding; save it as UTF-8 and land it again")
    return text


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeError, LookupError):
        return None


# ---------------------------------------------------------------------------------------------
# characters to an article

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title|span|table|br)\b",
    re.IGNORECASE,
)


def _is_html(text: str, page: Page) -> bool:
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
    return looks_like_html(text)


def _from_html(markup: str, page: Page) -> tuple[Known, str | None, str]:
    """Read a page by trafilatura and htmldate: (what it says of itself, date basis, text)."""
    from trafilatura import bare_extraction
    from trafilatura.metadata import extract_metadata
    from trafilatura.utils import load_html

    if markup.count("<") > MOST_TAGS:
        raise NoArticle(f"more than {MOST_TAGS:,} tags; no article has so many")
    if _HTML.search(markup[:50]) is None or "<html" not in markup[:5000].lower():
        markup = f"<html><body>{markup}</body></html>"
    _quiet()
    tree = load_html(markup)
    if tree is None:
        raise NoArticle("HTML that cannot be parsed")
    document: Any = bare_extraction(tree, url=page.url, include_comments=False)
    text = re.sub(r"\n+", "\n\n", (document.text if document else None) or "").strip()
    if len(text) < SHORTEST_HTML_ARTICLE:
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


def _from_text(text: str) -> tuple[Known, str | None, str]:
    """Read a text file: (what its head says, date basis, text)."""
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
    _quiet()
    blocks = "".join(f"<p>{html.escape(line)}</p>" for line in short)
    return find_date(f"<html><head></head><body><div>{blocks}</div></body></html>")


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


def _front_matter(text: str) -> tuple[Known, str]:
    """Split a text file's YAML header (between two lines of ---) from its text."""
    found = re.match(r"\ufeff?---[ \t]*\r?\n(.{0,5000}?\r?\n)---[ \t]*\r?\n", text, re.DOTALL)
    if found is None:
        return Known(), text
    import yaml

    try:
        header = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        raise NoArticle(f"a header that is not YAML ({str(error).splitlines()[0]})") from error
    if not isinstance(header, dict):
        return Known(), text
    if unknown := sorted(map(str, header.keys() - set(Known.__dataclass_fields__))):
        raise NoArticle(
            f"a header with {', '.join(unknown)}, expected {', '.join(Known.__dataclass_fields__)}"
        )
    said = Known(**{key: str(value) for key, value in header.items() if value is not None})
    if said.url and canonical_url(said.url) is None:
        raise NoArticle(f"a header whose url is {said.url!r}, expected an http or https address")
    return said, text[found.end() :]


_RUBBISH = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")


def _refuse_what_is_no_text(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise NoArticle(f"{len(text):,} characters; no article has more than {MOST_CHARACTERS:,}")
    sample = text[:100_000]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        raise NoArticle("no letters in it")
    if len(_RUBBISH.findall(sample)) > max(4, len(sample) // 50):
        raise NoArticle("binary data or a wrong encoding, expected text or HTML")


# ---------------------------------------------------------------------------------------------


@cache
def _quiet() -> None:
    """Keep the readers' warnings off the terminal: each page gets one line, ours."""
    import logging

    for name in ("trafilatura", "htmldate", "courlan", "charset_normalizer"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Give a page up that takes too long; only the main thread of a process can be interrupted."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_: object) -> None:
        raise NoArticle(f"reading it took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, give_up)
    # again each second: what the readers catch to go on must not save a page
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
