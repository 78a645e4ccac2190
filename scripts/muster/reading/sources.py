"""What a person may name as a source (files, folders, addresses, feeds, archives), page by page."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from muster.characters import without_controls
from muster.project import MusterError
from muster.reading.addresses import is_address
from muster.reading.fetching import Fetcher
from muster.reading.pages import MOST_BYTES, Known, NoArticle, Page

TEXT_SUFFIXES = (".txt", ".md", ".text")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
FEED_SUFFIXES = (".xml", ".rss", ".atom")
WARC_SUFFIXES = (".warc", ".warc.gz")
SUFFIXES = (
    *TEXT_SUFFIXES, *HTML_SUFFIXES, *FEED_SUFFIXES, *WARC_SUFFIXES,
    *(f"{suffix}.gz" for suffix in TEXT_SUFFIXES + HTML_SUFFIXES),
)  # fmt: skip
LEAST_FEED_ARTICLE = 600
"""An entry with as many characters of content is read from the feed; else its page is fetched."""
MOST_ENTRIES = 10_000
MOST_INFLATED = 2_000_000_000
"""Bytes that one archive may inflate to inside a record; beyond, it is a bomb and given up."""


@dataclass(frozen=True)
class Refusal:
    """A source, or a part of one, that yields no article, and why: one line."""

    source: str
    reason: str

    def __str__(self) -> str:
        line = " ".join(f"{self.source}: {self.reason}".split())
        return without_controls(line.encode("utf-8", "replace").decode("utf-8"))


@dataclass
class Sources:
    """Walks through sources; ``skipped`` counts files in folders whose kind holds no articles."""

    fetcher: Fetcher = field(default_factory=Fetcher)
    skipped: Counter[str] = field(default_factory=Counter)

    def expanded(self, sources: list[str]) -> list[str]:
        """Replace folders by the files in them, in order of their names.

        Raises:
            MusterError: a source is neither an address nor a file or folder.
        """
        found: list[str] = []
        for source in sources:
            if is_address(source):
                found.append(source)
            elif Path(source).is_dir():
                found += self._files(Path(source))
            elif Path(source).exists():
                found.append(source)
            else:
                raise MusterError(
                    f"found no file, folder or address {source!r}; nothing was landed"
                )
        return list(dict.fromkeys(found))

    def pages(self, source: str) -> Iterator[Page | Refusal]:
        """Yield the pages of one file or address; what goes wrong is a refusal, never an error."""
        try:
            if is_address(source):
                page = self.fetcher.fetch(source)
                if _is_feed(page.raw):
                    yield from self._feed(source, page.raw)
                else:
                    yield page
                return
            path, source = source, os.fsencode(source).decode("utf-8", "replace")
            if not Path(path).is_file():
                yield Refusal(source, "neither a file nor a folder")
                return
            with Path(path).open("rb") as stream:
                start = stream.read(4096)
                stream.seek(0)
                if source.lower().endswith(WARC_SUFFIXES) or start.startswith(b"WARC/"):
                    yield from _archive(source, stream)
                    return
                raw = stream.read(MOST_BYTES + 1)
            if len(raw) > MOST_BYTES:
                size = Path(path).stat().st_size
                yield Refusal(
                    source,
                    f"{size / 1e6:,.0f} MB; no article has more than {MOST_BYTES / 1e6:.0f} MB",
                )
            elif _is_feed(raw):
                yield from self._feed(source, raw)
            else:
                yield Page(source, raw)
        except NoArticle as error:
            yield Refusal(source, str(error))
        except OSError as error:
            yield Refusal(source, f"cannot be read ({error.strerror or error})")
        except Exception as error:  # a source on which a library fails stops no other
            yield Refusal(source, f"a fault of the reader, please report it: {error!r}")

    def _files(self, folder: Path) -> list[str]:
        found = []

        def unreadable(_error: OSError) -> None:
            self.skipped["folder that cannot be read"] += 1

        for parent, folders, names in os.walk(folder, onerror=unreadable):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.startswith("."):
                    continue
                if name.lower().endswith(SUFFIXES):
                    found.append(str(Path(parent) / name))
                else:
                    self.skipped[Path(name).suffix.lower() or "no suffix"] += 1
        return found

    def _feed(self, source: str, raw: bytes) -> Iterator[Page | Refusal]:
        import feedparser

        feed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
        if len(feed.entries) > MOST_ENTRIES:
            raise NoArticle(f"a feed of {len(feed.entries):,} entries, more than {MOST_ENTRIES:,}")
        if not feed.entries:
            why = f" ({feed.bozo_exception})" if feed.get("bozo") else ""
            yield Refusal(source, f"a feed without entries{why}")
        for entry in feed.entries:
            yield self._entry(source, feed, entry)
        if feed.get("bozo") and feed.entries and _is_cut_off(raw):
            yield Refusal(source, f"the feed is cut off after {len(feed.entries)} entries")

    def _entry(self, source: str, feed: Any, entry: Any) -> Page | Refusal:
        link = entry.get("link")
        name = link or f"{source} (entry {entry.get('title', 'without a title')!r})"
        known = Known(
            url=link,
            outlet=feed.feed.get("title"),
            published_on=_day(entry.get("published_parsed") or dict.get(entry, "updated_parsed")),
            language=entry.get("language") or feed.feed.get("language"),
            title=entry.get("title"),
        )
        for content in entry.get("content", ()):
            if len(value := content.get("value") or "") >= LEAST_FEED_ARTICLE:
                return Page(name, value.encode("utf-8", "replace"), url=link, known=known)
        if not link:
            return Refusal(name, "neither an address nor the whole text")
        try:
            page = self.fetcher.fetch(link)
        except NoArticle as error:
            return Refusal(name, str(error))
        return Page(name, page.raw, page.url, page.content_type, known)


def _is_feed(raw: bytes) -> bool:
    start = raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (
        start.startswith(b"<")
        and any(tag in start for tag in (b"<rss", b"<feed", b"<rdf:rdf"))
        and b"<html" not in start
    )


def _is_cut_off(raw: bytes) -> bool:
    return not raw.rstrip().endswith((b"</rss>", b"</feed>", b"</rdf:RDF>", b"-->"))


def _day(moment: Any) -> str | None:
    return f"{moment[0]:04}-{moment[1]:02}-{moment[2]:02}" if moment and moment[0] > 1990 else None


def _archive(source: str, stream: BinaryIO) -> Iterator[Page | Refusal]:
    """Yield the pages of a WARC; a cut or damaged one gives those before the damage."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    count = 0
    why = ""
    try:
        archive = ArchiveIterator(stream)
        for record in archive:
            url = record.rec_headers.get_header("WARC-Target-URI")
            page = _archived_page(record, url)
            _drain(record.raw_stream)
            # warcio takes what there is for the whole
            if record.rec_headers.get_header("Content-Length") is None or record.raw_stream.limit:
                break
            if page is not None:
                count += 1
                yield page
        else:
            if archive.offset == os.fstat(stream.fileno()).st_size:
                if not count:
                    yield Refusal(source, "an archive without a page in it")
                return
    except NoArticle as error:
        why = f" ({error})"
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError) as error:
        why = f" ({_first_line(error)})" if isinstance(error, ArchiveLoadFailed) else ""
    yield Refusal(source, f"the archive is cut off or damaged after {count} pages{why}")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _archived_page(record: Any, url: str | None) -> Page | Refusal | None:
    """Return the page of a record, None where it holds none (a request, a picture, an error)."""
    if record.rec_type not in ("response", "resource") or not url or not is_address(url):
        return None
    if record.rec_type == "response":
        headers = record.http_headers
        if headers is None or headers.get_statuscode() != "200":
            return None
        kind = headers.get_header("Content-Type") or ""
    else:
        kind = record.rec_headers.get_header("Content-Type") or ""
    if not kind.lower().startswith(("text/html", "application/xhtml", "text/plain")):
        return None
    if url.endswith("/robots.txt"):
        return None
    raw = record.content_stream().read(MOST_BYTES + 1)
    return Page(url, raw, url=url, content_type=kind)


def _drain(stream: Any) -> None:
    size = 0
    while chunk := stream.read(65536):
        size += len(chunk)
        if size > MOST_INFLATED:
            raise NoArticle("a record that inflates without end")
