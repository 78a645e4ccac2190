"""`muster land`: sources in; store, extractions and landing seeds out; all of a batch or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout

from muster.extraction.document import Article, Extraction
from muster.extraction.grounding import REGISTRY as GROUNDING_REGISTRY
from muster.extraction.grounding import Grounding, Names, Words
from muster.landing import commit
from muster.landing.articles import Landed, Place, Status
from muster.landing.names import PublicNames, without_names
from muster.landing.outlets import NOT_STATED, Outlets
from muster.landing.preparing import Prepared, Tools, prepare_all, refusals_as_json, stamp_of
from muster.landing.present_seeds import PresentSeeds
from muster.landing.rows import MENTIONS, Rows, Summary, mention_rows, timestamp
from muster.landing.store import Store
from muster.project import BusyError, Project
from muster.reading.addresses import is_address
from muster.reading.fetching import Fetcher
from muster.reading.pages import Known, Page
from muster.reading.sources import Refusal, Sources
from muster.seeds import Row, read_rows, to_csv

Progress = Callable[[int, int, str], None]
"""Called with pages done, sources in all, and the source at hand."""

_LANDS = (Status.NEW, Status.VERSION, Status.COPY)
LANDING = ("raw_articles", *MENTIONS, "raw_event_participants")


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


@dataclass(frozen=True)
class Verifier:
    """Makes the verifier for a language, from the registry of the project at ``root``."""

    root: Path

    def __call__(self, language: str) -> Grounding:
        """Return the verifier; in each process, it is made once a language."""
        return _grounding(self.root, language)


def land(
    project: Project,
    sources: list[str],
    *,
    engine: Engine | None = None,
    moment: datetime | None = None,
    known: Known | None = None,
    fetcher: Fetcher | None = None,
    verifier: Callable[[str], Grounding] | None = None,
    progress: Progress = lambda *_: None,
) -> Outcome:
    """Land articles; what is refused is told, the rest lands.

    Args:
        project: where the seeds and the store are.
        sources: files, folders, addresses, feeds and archives; none to finish a landing only.
        engine: what extracts; the rules, if none is given.
        moment: when it lands, UTC; now, if nothing else is said.
        known: what is said of all articles; it wins over what they say themselves.
        fetcher: what fetches addresses.
        verifier: makes the verifier for a language; that of the registry, if none is given.
        progress: is told of each page.

    Raises:
        MusterError: nothing has landed: a source does not exist, a seed is damaged.
        BusyError: another landing is at work.
    """
    known = known or Known()
    store = Store(project.root / "store")
    store.root.mkdir(exist_ok=True)
    try:
        with FileLock(store.lock, timeout=0):
            outcome = Outcome(finished=commit.finish(project.root, store))
            if sources:
                walk = Sources(fetcher or Fetcher(), outcome.skipped)
                expanded = walk.expanded(sources)
                batch = _Batch(
                    project,
                    store,
                    engine or _rules(),
                    known,
                    moment or datetime.now(UTC),
                    outcome,
                    verifier or Verifier(project.root),
                )
                batch.land(walk, expanded, progress)
            return outcome
    except Timeout as error:
        raise BusyError("another landing is at work; try again when it is done") from error


@dataclass
class _Batch:
    """The rows of one landing, from the seeds as they were to the seeds as they will be."""

    project: Project
    store: Store
    engine: Engine
    known: Known
    moment: datetime
    outcome: Outcome
    verifier: Callable[[str], Grounding]

    def __post_init__(self) -> None:
        root = self.project.root
        self._present = PresentSeeds.read(root)
        self._fresh: Rows = {name: [] for name in LANDING}
        self._landed = Landed.from_rows(self.store, self._present.rows["raw_articles"])
        self._outlets = Outlets.from_rows(self._present.rows)
        self._names = PublicNames.from_rows(self._present.rows)
        package = Path(__file__).parents[1]
        folders = (package / "reading", package / "extraction", root / "seeds" / "registry")
        self._tools = Tools(
            self.store,
            self.known,
            self.engine.extract,
            self.verifier,
            self._landed.texts(),
            self._outlets,
            stamp_of(folders, self.project.version),
        )

    def land(self, walk: Sources, sources: list[str], progress: Progress) -> None:
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
        reading, article = prepared.reading, prepared.reading.article
        where = prepared.source
        source = where if is_address(where) else str(Path(where).resolve())
        text = self.store.text(reading.text_sha256) or ""
        place = self._landed.place(article.url, text, reading.text_sha256, source)
        row = {
            "article_id": place.article_id,
            "url": place.url,
            "outlet": "",
            "published_on": article.published_on or "",
            "published_on_basis": reading.published_on_basis or "stated",
            "language": article.language,
            "topic": "",
            "text_sha256": reading.text_sha256,
            "text_length": str(len(text)),
            "landed_at": timestamp(self.moment),
        }
        is_new = prepared.extraction is not None and place.status in _LANDS
        if is_new and (fault := self._article_fault(row)):
            self.outcome.refused.append(Refusal(where, fault))
            return
        self.outcome.articles.append((place, where))
        if prepared.extraction is None or not is_new:
            return
        row["outlet"] = self._outlets.label(
            article.outlet, article.url, is_said=self.known.outlet is not None
        )
        self._fresh["raw_articles"].append(row)
        self._landed.add(row, source if article.url is None else None)
        cleaned, withheld = without_names(prepared.extraction, self._names)
        rows = mention_rows(
            place.article_id, cleaned, self.engine.summary, self.moment, self._present.seeds
        )
        unsound = self._add_sound(rows)
        self.outcome.withheld += len(withheld)
        self.outcome.without_outlet += row["outlet"] == NOT_STATED
        if count := len(prepared.refused) + len(unsound):
            self.outcome.ungrounded[place.article_id] = count
        if not any(rows.values()):
            self.outcome.unread[article.language] += 1
        record = _record(row, source, prepared, withheld)
        self.store.put_article(place.article_id, {**record, "unsound": unsound})

    def _article_fault(self, row: Row) -> str | None:
        if not row["published_on"]:
            return "no publication date; name it with --published-on, or in the head of the file"
        return self._present.fault("raw_articles", row)

    def _add_sound(self, rows: Rows) -> list[str]:
        """Add the rows that leave the seeds sound; say what is wrong with the others."""
        # an event and its participants have one id, and stand or fall together
        unsound = {
            row["mention_id"]: f"{name}: {fault}"
            for name, fresh in rows.items()
            for row in fresh
            if (fault := self._present.fault(name, row))
        }
        for name, fresh in rows.items():
            sound = [row for row in fresh if row["mention_id"] not in unsound]
            self._fresh[name] += sound
            self.outcome.claims[name] += len(sound)
        return list(unsound.values())

    def _commit(self) -> None:
        fresh = {
            **self._fresh,
            "registry_outlets": self._outlets.new_outlets,
            "registry_outlet_labels": self._outlets.new_labels,
        }
        files = {
            self._present.file(name, self.project.root): to_csv(
                self._present.seeds[name], self._present.together(name, rows)
            )
            for name, rows in fresh.items()
            if rows
        }
        self.outcome.changed = commit.commit(self.project.root, self.store, files)
        self.outcome.new_outlets = [row["outlet_name"] for row in self._outlets.new_outlets]


def _record(
    row: Row, source: str, prepared: Prepared, withheld: tuple[str, ...]
) -> dict[str, object]:
    found = asdict(prepared.extraction) if prepared.extraction else {}
    found.pop("article", None)
    return {
        **row,
        "source": source,
        "title": prepared.reading.article.title,
        "raw_sha256": prepared.reading.raw_sha256,
        "extraction": found,
        "refused": refusals_as_json(prepared.refused),
        "withheld": withheld,
    }


def _rules() -> Engine:
    from muster.extraction.engine import extract
    from muster.extraction.summaries import summary

    return Engine(extract, summary)


@cache
def _grounding(root: Path, language: str) -> Grounding:
    from muster.extraction.pack import load_pack
    from muster.extraction.quantities import quantities

    registry = root / "seeds" / "registry"
    rows = {name: read_rows(registry / f"{name}.csv") for name in GROUNDING_REGISTRY}
    phrases = load_pack(language).phrases
    groups = {
        label[2]: words for label, words in phrases.items() if label[:2] == ("people", "groups")
    }
    pack = language.partition("-")[0].lower()
    return Grounding(
        Names.from_rows(rows, groups), Words.load(pack), lambda text: quantities(text, pack)
    )
