"""The private store: what was fetched, canonical texts, and what was found in them.

Nothing in it is ever committed (``store/`` is ignored by git)::

    raw/ab/<sha256>.gz         bytes as fetched or found, by their SHA-256
    texts/ab/<sha256>.txt      canonical texts, by their SHA-256
    articles/<article_id>.json metadata, and the whole extraction: names that the seeds withhold and
                               claims that were refused are here
    unfinished/                work of a run that was killed, until the next one ends
    journal/                   a batch of seeds on its way (``muster.landing.commit``)

Every file is written whole or not at all.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muster.durable import write_whole
from muster.project import MusterError


@dataclass(frozen=True)
class Store:
    """The folder ``store/`` of a project; it is made when something is first put in."""

    root: Path

    @property
    def journal(self) -> Path:
        """The folder of the batch that is on its way into the seeds."""
        return self.root / "journal"

    def put_raw(self, raw: bytes) -> str:
        """Keep bytes; return their SHA-256."""
        digest = hashlib.sha256(raw).hexdigest()
        path = self.root / "raw" / digest[:2] / f"{digest}.gz"
        if not path.exists():
            write_whole(path, gzip.compress(raw, mtime=0))
        return digest

    def put_text(self, text: str) -> str:
        """Keep a canonical text; return its SHA-256."""
        encoded = text.encode("utf-8")
        digest = hashlib.sha256(encoded).hexdigest()
        path = self._text_path(digest)
        if not path.exists() or path.stat().st_size != len(encoded):
            write_whole(path, encoded)
        return digest

    def text(self, digest: str) -> str | None:
        """Return the text of that SHA-256; None where the store does not have it.

        Raises:
            MusterError: the file holds another text.
        """
        path = self._text_path(digest)
        try:
            encoded = path.read_bytes()
        except FileNotFoundError:
            return None
        if (found := hashlib.sha256(encoded).hexdigest()) != digest:
            raise MusterError(
                f"{path}: found a text of SHA-256 {found}, expected that of its name; remove the "
                "file and land the article again"
            )
        return encoded.decode("utf-8")

    def put_article(self, article_id: str, record: dict[str, Any]) -> None:
        """Keep what is known of one version of one article."""
        content = json.dumps(record, ensure_ascii=False, indent=1)
        write_whole(self.root / "articles" / f"{article_id}.json", content.encode("utf-8"))

    def articles(self) -> Iterator[dict[str, Any]]:
        """Yield what is known of every article, in order of the ids.

        Raises:
            MusterError: a file of the store holds no such record.
        """
        for path in sorted((self.root / "articles").glob("*.json")):
            try:
                record = json.loads(path.read_text("utf-8"))
            except ValueError:
                record = None
            if not isinstance(record, dict) or "article_id" not in record:
                raise MusterError(
                    f"{path}: found no record of an article; remove the file, and land the "
                    "article anew: `muster land --again SOURCE`"
                )
            yield record

    def unfinished(self, stamp: str) -> Path:
        """Return the folder of work done with code and registry of that stamp."""
        return self.root / "unfinished" / stamp

    def forget_unfinished(self, but: str | None = None) -> None:
        """Drop the work of runs that came to their end, all but that of one stamp."""
        for folder in (self.root / "unfinished").glob("*"):
            if folder.name != but:
                shutil.rmtree(folder, ignore_errors=True)

    def _text_path(self, digest: str) -> Path:
        return self.root / "texts" / digest[:2] / f"{digest}.txt"
