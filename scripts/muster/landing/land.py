"""`muster land`: sources in; store, extractions and landing seeds out; all of a batch or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from muster.extraction.grounding import REGISTRY, Grounding, Names, Words
from muster.landing import commit
from muster.landing.batch import Batch, Engine, Outcome, Progress
from muster.landing.store import Store
from muster.locks import only_writer
from muster.project import MusterError, Project
from muster.reading.fetching import Fetcher
from muster.reading.pages import Known
from muster.reading.sources import Sources
from muster.seeds import read_rows


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
    again: bool = False,
    bulk: bool = False,
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
        again: whether to extract articles again that have landed and are as they were.
        bulk: whether what is new lands as Parquet in the store, beside the seeds.
        fetcher: what fetches addresses.
        verifier: makes the verifier for a language; that of the registry, if none is given.
        progress: is told of each page.

    Raises:
        MusterError: nothing has landed: a source does not exist, a seed is damaged.
        BusyError: another landing is at work.
    """
    store = Store(project.store)
    try:
        with only_writer(project):
            outcome = Outcome(finished=commit.finish(project.root, store))
            if sources:
                walk = Sources(fetcher or Fetcher(), outcome.skipped)
                expanded = walk.expanded(sources)
                batch = Batch(
                    project,
                    store,
                    engine or _rules(),
                    verifier or Verifier(project.root),
                    known or Known(),
                    moment or datetime.now(UTC),
                    is_again=again,
                    is_bulk=bulk,
                    outcome=outcome,
                )
                batch.land(walk, expanded, progress)
            return outcome
    except OSError as error:
        raise MusterError(
            f"{error.filename or store.root}: {error.strerror or error}; once that is mended, the "
            "same command goes on from where it was"
        ) from error


def _rules() -> Engine:
    from muster.extraction.engine import extract
    from muster.extraction.summaries import summary

    return Engine(extract, summary)


@cache
def _grounding(root: Path, language: str) -> Grounding:
    from muster.extraction.pack import load_pack
    from muster.extraction.quantities import quantities

    registry = root / "seeds" / "registry"
    rows = {name: read_rows(registry / f"{name}.csv") for name in REGISTRY}
    phrases = load_pack(language).phrases
    groups = {
        label[2]: words for label, words in phrases.items() if label[:2] == ("people", "groups")
    }
    pack = language.partition("-")[0].lower()
    return Grounding(
        Names.from_rows(rows, groups), Words.load(pack), lambda text: quantities(text, pack)
    )
