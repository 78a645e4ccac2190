"""The rows of one landing: from the seeds as they were to the seeds as they will be."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from muster.bulk import FOLDER, Bulk, to_parquet
from muster.extraction.document import Article, Extraction
from muster.extraction.grounding import Grounding
from muster.landing import commit
from muster.landing.articles import Landed, Place, Status
from muster.landing.names import PublicNames, without_names
from muster.landing.outlets import NOT_STATED, Outlets
from muster.landing.pool import prepare_all
from muster.landing.prepared import Prepared, refusals_as_json
from muster.landing.preparing import Tools, stamp_of
from muster.landing.present_seeds import PresentSeeds
from muster.landing.rows import MENTIONS, Rows, Summary, mention_rows, timestamp
from muster.landing.store import Store
from muster.project import Project
from muster.reading.addresses import is_address
from muster.reading.pages import Known, Page
from muster.reading.sources import Refusal, Sources
from muster.seeds import Row, to_csv

Progress = Callable[[int, int, str], None]
"""Called with pages done, sources in all, and the source at hand."""

LANDING = ("raw_articles", *MENTIONS, "raw_event_participants")
LANDED = (Status.NEW, Status.VERSION, Status.COPY)
"""What an article may be for its rows to come into the seeds."""


@dataclass(frozen=True)
class Engine:
    """What reads claims out of an article, and says them in our own words."""

    extract: Callable[[Article], Extraction]
    summary: Summary


@dataclass
class Outcome:
    """What a landing did, for the summary that people read."""

    articles: list[tuple[Place, str]] = field(default_factory=list)
    """Each article with the source that it came from."""
    refused: list[Refusal] = field(default_factory=list)
    claims: Counter[str] = field(default_factory=Counter)
    """New rows by landing seed."""
    dropped: int = 0
    """Claims that an article no longer has now that it was extracted again."""
    ungrounded: Counter[str] = field(default_factory=Counter)
    """Claims that were refused, by article."""
    withheld: int = 0
    """Names of people that do not land."""
    unread: Counter[str] = field(default_factory=Counter)
    """Articles without any claim, by language."""
    new_outlets: list[str] = field(default_factory=list)
    without_outlet: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Files in folders that are no articles, by suffix."""
    changed: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    """Seeds of an earlier batch that had been on its way when its landing was killed."""


@dataclass
class Batch:
    """Takes in prepared articles one after the other, and lands them all at once."""

    project: Project
    store: Store
    engine: Engine
    verifier: Callable[[str], Grounding]
    known: Known
    moment: datetime
    is_again: bool
    is_bulk: bool
    """Whether what is new lands as Parquet in the store, not as rows of the seeds."""
    outcome: Outcome

    def __post_init__(self) -> None:
        root = self.project.root
        self._present = PresentSeeds.read(root)
        bulk = Bulk.of(root)
        self._bulk = {name: bulk.text_rows(self._present.seeds[name]) for name in LANDING}
        self._fresh: Rows = {name: [] for name in LANDING}
        self._dropped: set[str] = set()
        self._landed = Landed.from_rows(self.store, self._rows("raw_articles"))
        self._outlets = Outlets.from_rows(self._present.rows)
        self._names = PublicNames.from_rows(self._present.rows)
        self._mentions: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for row in (row for name in MENTIONS for row in self._rows(name)):
            self._mentions[row["article_id"], row["extractor"]].add(row["mention_id"])
        package = Path(__file__).parents[1]
        folders = (package / "reading", package / "extraction", root / "seeds" / "registry")
        self._tools = Tools(
            self.store,
            self.known,
            self.engine.extract,
            self.verifier,
            {} if self.is_again else self._landed.texts(),
            self._outlets,
            stamp_of(folders, self.project.version),
        )

    def land(self, walk: Sources, sources: list[str], progress: Progress) -> None:
        """Land the articles of some sources; what is refused is noted in the outcome."""
        self.store.forget_unfinished(but=self._tools.stamp)
        done = 0

        def pages() -> Iterator[Page | Refusal]:
            nonlocal done
            for source in sources:
                progress(done, len(sources), source)
                yield from walk.pages(source)
                done += 1

        for prepared in prepare_all(pages(), self._tools):
            if isinstance(prepared, Refusal):
                self.outcome.refused.append(prepared)
            else:
                self._add(prepared)
        self._commit()
        self.store.forget_unfinished()

    def _add(self, prepared: Prepared) -> None:
        reading, article, where = prepared.reading, prepared.reading.article, prepared.source
        source = where if is_address(where) else str(Path(where).resolve())
        text = self.store.text(reading.text_sha256) or ""
        place = self._landed.place(article.url, text, reading.text_sha256, source)
        if place.status is Status.UNCHANGED and self.is_again:
            row = self._landed.row(place.article_id)
            is_right = row["published_on"] == article.published_on
            fault = None if is_right else f"it landed with --published-on {row['published_on']}"
            place = replace(place, status=Status.AGAIN)
        elif place.status in LANDED:
            row = self._article_row(prepared, place, len(text))
            fault = self._article_fault(row)
        else:
            self.outcome.articles.append((place, where))
            return
        if fault:
            self.outcome.refused.append(Refusal(where, fault))
            return
        self.outcome.articles.append((place, where))
        if place.status in LANDED:
            row["outlet"] = self._outlets.label(
                article.outlet, article.url, is_said=self.known.outlet is not None
            )
            self.outcome.without_outlet += row["outlet"] == NOT_STATED
            self._fresh["raw_articles"].append(row)
            self._landed.add(row, source if article.url is None else None)
        self._add_mentions(prepared, row, source)

    def _article_row(self, prepared: Prepared, place: Place, length: int) -> Row:
        article = prepared.reading.article
        return {
            "article_id": place.article_id,
            "url": place.url,
            "outlet": "",
            "published_on": article.published_on or "",
            "published_on_basis": prepared.reading.published_on_basis or "stated",
            "language": article.language,
            "topic": "",
            "text_sha256": prepared.reading.text_sha256,
            "text_length": str(length),
            "landed_at": timestamp(self.moment),
        }

    def _article_fault(self, row: Row) -> str | None:
        if not row["published_on"]:
            return "no publication date; name it with --published-on, or in the head of the file"
        return self._present.fault("raw_articles", row)

    def _add_mentions(self, prepared: Prepared, row: Row, source: str) -> None:
        """Add the mentions of an article that may land; note what may not, and why."""
        if prepared.extraction is None:
            return
        article_id, seeds = row["article_id"], self._present.seeds
        cleaned, withheld = without_names(prepared.extraction, self._names)
        rows = mention_rows(article_id, cleaned, self.engine.summary, self.moment, seeds)
        # an event and its participants have one id, and stand or fall together
        unsound = {
            mention["mention_id"]: f"{name}: {fault}"
            for name, mentions in rows.items()
            for mention in mentions
            if (fault := self._present.fault(name, mention))
        }
        before = self._mentions[article_id, cleaned.extractor]
        for name, mentions in rows.items():
            sound = [m for m in mentions if m["mention_id"] not in unsound.keys() | before]
            self._fresh[name] += sound
            self.outcome.claims[name] += len(sound)
        found = {m["mention_id"] for mentions in rows.values() for m in mentions} - unsound.keys()
        self._drop(before - found)
        self._mentions[article_id, cleaned.extractor] = found
        self.outcome.withheld += len(withheld)
        if count := len(prepared.refused) + len(unsound):
            self.outcome.ungrounded[article_id] = count
        if not any(rows.values()):
            self.outcome.unread[row["language"]] += 1
        self.store.put_article(
            article_id,
            {
                **row,
                "source": source,
                "title": prepared.reading.article.title,
                "raw_sha256": prepared.reading.raw_sha256,
                "extraction": {**asdict(prepared.extraction), "article": None},
                "refused": refusals_as_json(prepared.refused),
                "unsound": list(unsound.values()),
                "withheld": withheld,
            },
        )

    def _drop(self, ids: Iterable[str]) -> None:
        """Take mentions out of the seeds, but for those on which somebody has decided."""
        decided = {row["subject_id"] for row in self._present.rows["review_decisions"]}
        gone = set(ids) - decided
        self._dropped |= gone
        self.outcome.dropped += len(gone)

    def _rows(self, name: str) -> Iterator[Row]:
        """Yield what has landed in a table, in its seed and in bulk."""
        yield from self._present.rows[name]
        for rows in self._bulk[name].values():
            yield from rows

    def _kept(self, rows: list[Row]) -> list[Row]:
        return [row for row in rows if row.get("mention_id") not in self._dropped]

    def _commit(self) -> None:
        fresh = {
            **self._fresh,
            "registry_outlets": self._outlets.new_outlets,
            "registry_outlet_labels": self._outlets.new_labels,
        }
        files = {}
        for name, rows in fresh.items():
            seed, is_bulk = self._present.seeds[name], self.is_bulk and name in LANDING
            before = self._present.rows[name]
            kept = self._kept(before)
            # a seed that nothing happened to stays as it is, whatever its form
            if (rows and not is_bulk) or len(kept) < len(before):
                whole = to_csv(seed, kept if is_bulk else [*kept, *rows])
                files[self._present.file(name, self.project.root)] = whole.encode("utf-8")
            for path, landed in self._bulk.get(name, {}).items():
                if len(kept := self._kept(landed)) < len(landed):
                    files[self.project.relative(path)] = to_parquet(seed, kept)
            if is_bulk and rows:
                content = to_parquet(seed, rows)
                file = f"{hashlib.sha256(content).hexdigest()[:16]}.parquet"
                files[(FOLDER / name / file).as_posix()] = content
        self.outcome.changed = commit.commit(self.project.root, self.store, files)
        self.outcome.new_outlets = [row["outlet_name"] for row in self._outlets.new_outlets]
