"""Which article this is: new, landed already, a new version, or a copy of another address's.

``raw_articles`` codes that without a column of its own:

- ``article_id`` is the site, eight digits of the hash of the address and eight of the text's, as in
  ``example.org-1f3a90c2-77b0e1d4``: the same on every machine, and each version of an article has
  its own. Versions share everything before the last hyphen, and ``url``; ``landed_at`` orders them.
- Copies have another ``url`` and the same ``text_sha256``.
- An article without an address gets ``https://text.invalid/`` with the hash of its text. A file at
  the same place that keeps half of its paragraphs is a new version of it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from muster.landing.store import Store
from muster.reading.addresses import TEXT_ADDRESS, identity, site
from muster.seeds import Row


class Status(Enum):
    """What an article is to those that have landed."""

    NEW = "landed"
    UNCHANGED = "unchanged"
    AGAIN = "extracted again"
    CODED_BY_HAND = "coded by hand already"
    VERSION = "new version"
    COPY = "copy"


@dataclass(frozen=True)
class Place:
    """An article's place among those that have landed."""

    status: Status
    article_id: str
    url: str
    other: str | None = None
    """The article of which it is a version or a copy."""


@dataclass
class Landed:
    """The articles that have landed, those of the batch under way included."""

    store: Store
    _by_identity: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    _by_text: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def from_rows(cls, store: Store, rows: Iterable[Row]) -> Landed:
        """Build from the rows of ``raw_articles``."""
        landed = cls(store)
        for row in rows:
            landed.add(row)
        return landed

    def add(self, row: Row, source: str | None = None) -> None:
        """Count an article as landed; ``source`` is the file that it came from, if it did."""
        self._by_identity[identity(row["url"])].append(row)
        if row["text_sha256"]:
            self._by_text[row["text_sha256"]].append(row)
        if source is not None:
            self._files[source] = (row["url"], row["text_sha256"])

    def row(self, article_id: str) -> Row:
        """Return the row of an article that has landed; KeyError if there is none."""
        for rows in self._by_identity.values():
            for row in rows:
                if row["article_id"] == article_id:
                    return row
        raise KeyError(article_id)

    def texts(self) -> dict[str, frozenset[str]]:
        """Return under which addresses (their identities) each text has landed, by its hash."""
        return {
            digest: frozenset(identity(row["url"]) for row in rows)
            for digest, rows in self._by_text.items()
        }

    def place(self, url: str | None, text: str, digest: str, source: str) -> Place:
        """Tell what an article is.

        Args:
            url: its canonical address; None where it has none.
            text: its canonical text.
            digest: the SHA-256 of the text.
            source: the absolute path of its file, or where else it came from.
        """
        same_text = self._by_text.get(digest, [])
        if url is None:
            if same_text:
                row = same_text[0]
                return Place(Status.UNCHANGED, row["article_id"], row["url"])
            url = self._url_of_file(source, text) or TEXT_ADDRESS + digest
        versions = self._by_identity.get(identity(url), [])
        own = article_id(url, digest)
        for row in versions:
            if row["text_sha256"] == digest:
                return Place(Status.UNCHANGED, row["article_id"], row["url"])
        if versions:
            latest = max(versions, key=lambda row: row["landed_at"])
            if not latest["text_sha256"]:
                return Place(Status.CODED_BY_HAND, latest["article_id"], latest["url"])
            return Place(Status.VERSION, own, latest["url"], latest["article_id"])
        if same_text:
            return Place(Status.COPY, own, url, same_text[0]["article_id"])
        return Place(Status.NEW, own, url)

    @cached_property
    def _files(self) -> dict[str, tuple[str, str]]:
        """Address and text of the article that last came from a file without an address."""
        return {
            record["source"]: (record["url"], record["text_sha256"])
            for record in sorted(self.store.articles(), key=lambda record: record["landed_at"])
            if record["url"].startswith(TEXT_ADDRESS)
        }

    def _url_of_file(self, source: str, text: str) -> str | None:
        url, digest = self._files.get(source, (None, ""))
        before = _paragraphs(self.store.text(digest) or "") if url else set()
        return url if 2 * len(before & _paragraphs(text)) >= len(before) > 0 else None


def article_id(url: str, digest: str) -> str:
    """Return the id of the version of an article that has the text of that SHA-256."""
    name = "text" if url.startswith(TEXT_ADDRESS) else site(url)
    # an id is made of letters, digits, dots and hyphens; a host may have a colon or other letters
    host = name.encode("idna").decode() if not name.isascii() else name.replace(":", "-")
    return f"{host}-{hashlib.sha256(identity(url).encode()).hexdigest()[:8]}-{digest[:8]}"


def _paragraphs(text: str) -> set[str]:
    return {line.strip() for line in text.split("\n")} - {""}
