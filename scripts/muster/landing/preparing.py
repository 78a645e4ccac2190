"""From a page to a grounded extraction, in as many processes as there are cores.

What is done is kept in the store at once, so a run that was killed goes on where it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import multiprocessing
import os
import resource
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from muster.extraction.document import (
    Actor,
    Article,
    Event,
    Extraction,
    Figure,
    Participant,
    Statement,
)
from muster.extraction.grounding import Grounding, Refused
from muster.extraction.pack import LANGUAGES
from muster.landing.outlets import Outlets
from muster.landing.store import Store, write_whole
from muster.project import MusterError
from muster.reading.addresses import identity
from muster.reading.html_pages import MOST_SECONDS
from muster.reading.pages import Known, NoArticle, Page
from muster.reading.reader import Reading, read
from muster.reading.sources import Refusal

log = logging.getLogger(__name__)

FEW = 8
"""So many pages are read in this process, if they are small: starting others takes longer."""
SMALL = 300_000
"""Bytes; no page that is smaller can keep a process busy for long, whatever it holds."""
MOST_MEMORY = 4_000_000_000
"""Bytes of address space that a process of the pool may take."""


@dataclass(frozen=True)
class Tools:
    """What reading and extracting need; it goes to every process, so it pickles."""

    store: Store
    known: Known
    extract: Callable[[Article], Extraction]
    grounding: Callable[[str], Grounding]
    """The verifier for a language."""
    landed: Mapping[str, frozenset[str]]
    """What need not be extracted again: identities of addresses by the SHA-256 of their text."""
    outlets: Outlets
    stamp: str
    """Tells the code and registry that do the work: unfinished work of others is not taken up."""


@dataclass(frozen=True)
class Prepared:
    """One article, read, extracted and verified; its text is in the store."""

    source: str
    reading: Reading
    extraction: Extraction | None
    """What stands in the text; None where the very article has landed already."""
    refused: tuple[Refused, ...]


def prepare_all(pages: Iterable[Page | Refusal], tools: Tools) -> Iterator[Prepared | Refusal]:
    """Prepare pages, in their order; what goes wrong with one is a refusal."""
    coming = iter(pages)
    first = list(islice(coming, FEW + 1))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if len(first) <= FEW and all(isinstance(p, Refusal) or len(p.raw) <= SMALL for p in first):
        for page in chain(first, coming):
            yield prepare(page, tools)
        return
    with _Pool(tools, cores or 1) as pool:
        for page in chain(first, coming):
            yield from pool.put(page)
        yield from pool.rest()


def prepare(page: Page | Refusal, tools: Tools) -> Prepared | Refusal:
    """Read, extract and verify one page, or take up what an earlier run made of it."""
    if isinstance(page, Refusal):
        return page
    kept = tools.store.unfinished(tools.stamp) / f"{_key(page, tools.known)}.json"
    if kept.exists():
        return _from_json(page.source, json.loads(kept.read_text("utf-8")))
    try:
        prepared = _prepared(page, tools)
    except OSError:
        raise  # the store cannot be written, and that is no page's fault
    except Exception as error:  # one page on which a library or an engine fails stops no other
        return Refusal(page.source, _in_words(error))
    if prepared.extraction is not None:
        write_whole(kept, json.dumps(_to_json(prepared), ensure_ascii=False).encode("utf-8"))
    return prepared


class _Pool:
    """Processes that work on a few pages ahead; results come in the order of the pages.

    A page that kills its process (memory, a fault in a C library) is found out by reading the pages
    that were under way one by one, and refused.
    """

    def __init__(self, tools: Tools, cores: int) -> None:
        self._tools = tools
        self._cores = cores
        self._waiting: deque[tuple[Page | Refusal, Future[Prepared | Refusal]]] = deque()
        self._executor = self._started(cores)

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(cancel_futures=True)

    def put(self, page: Page | Refusal) -> Iterator[Prepared | Refusal]:
        self._waiting.append((page, self._submitted(page)))
        if len(self._waiting) > 4 * self._cores:
            yield self._next()

    def rest(self) -> Iterator[Prepared | Refusal]:
        while self._waiting:
            yield self._next()

    def _next(self) -> Prepared | Refusal:
        page, future = self._waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            result = self._alone(page)
            self._executor.shutdown(cancel_futures=True)
            self._executor = self._started(self._cores)
            self._waiting = deque(
                (other, future if _is_done(future) else self._submitted(other))
                for other, future in self._waiting
            )
            return result

    def _alone(self, page: Page | Refusal) -> Prepared | Refusal:
        with self._started(1) as executor:
            try:
                return executor.submit(_work, page).result()
            except BrokenProcessPool:
                why = f"reading it takes more than {MOST_SECONDS} s, or breaks its process"
                return Refusal(page.source, why)

    def _submitted(self, page: Page | Refusal) -> Future[Prepared | Refusal]:
        try:
            return self._executor.submit(_work, page)
        except BrokenProcessPool as error:
            failed: Future[Prepared | Refusal] = Future()
            failed.set_exception(error)
            return failed

    def _started(self, cores: int) -> ProcessPoolExecutor:
        # not forked: the parent may hold threads, and locks in them
        return ProcessPoolExecutor(
            cores,
            multiprocessing.get_context("spawn"),
            initializer=_set_up,
            initargs=(self._tools,),
        )


_tools: Tools | None = None
"""In a process of the pool: what it works with."""


def _set_up(tools: Tools) -> None:
    global _tools  # noqa: PLW0603 (one for a process, set once)
    _tools = tools
    # an interruption is for the parent, which waits for what is under way
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError):  # not every system knows this limit
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _has_landed(reading: Reading, landed: Mapping[str, frozenset[str]]) -> bool:
    places = landed.get(reading.text_sha256)
    url = reading.article.url
    return places is not None and (url is None or identity(url) in places)


def _work(page: Page | Refusal) -> Prepared | Refusal:
    assert _tools is not None  # noqa: S101 (the pool's initializer has set it)
    # a reader written in C hears no signal before it is done: then the process goes as a whole
    watchdog = threading.Timer(1.5 * MOST_SECONDS, os.kill, (os.getpid(), signal.SIGKILL))
    watchdog.daemon = True
    watchdog.start()
    try:
        return prepare(page, _tools)
    finally:
        watchdog.cancel()


def _with_known_outlet(reading: Reading, tools: Tools) -> Reading:
    """Name the outlet as the registry does, and so in the claims that it makes itself."""
    article = reading.article
    known = tools.outlets.known(article.outlet, article.url, is_said=tools.known.outlet is not None)
    return replace(reading, article=replace(article, outlet=known)) if known else reading


def _is_done(future: Future[Prepared | Refusal]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _prepared(page: Page, tools: Tools) -> Prepared:
    reading = _with_known_outlet(read(page, tools.known), tools)
    tools.store.put_raw(page.raw)
    tools.store.put_text(reading.article.text)
    if _has_landed(reading, tools.landed):
        return Prepared(page.source, _without_text(reading), None, ())
    if not has_pack(reading.article.language):
        nothing = Extraction(reading.article, (), (), (), (), "none", "")
        return Prepared(page.source, _without_text(reading), _light(nothing), ())
    extraction = tools.extract(reading.article)
    grounded, refused = tools.grounding(reading.article.language).ground(extraction)
    return Prepared(page.source, _without_text(reading), _light(grounded), refused)


def _in_words(error: Exception) -> str:
    match error:
        case NoArticle():
            return str(error)
        case MusterError():
            return f"no claims could be extracted: {error}"
        case MemoryError():
            return f"reading it takes more than {MOST_MEMORY / 1e9:.0f} GB"
    log.debug("a fault of the reader", exc_info=error)
    return f"a fault of the reader, please report it: {error!r}"


def has_pack(language: str) -> bool:
    """Tell whether articles in a language can be extracted."""
    return (LANGUAGES / language.partition("-")[0].lower()).is_dir()


def _without_text(reading: Reading) -> Reading:
    return replace(reading, article=replace(reading.article, text="", masked=()))


def _light(extraction: Extraction) -> Extraction:
    """Drop the text, which the store has: thousands of results are held at once."""
    return replace(extraction, article=replace(extraction.article, text="", masked=()))


def _key(page: Page, known: Known) -> str:
    parts = (hashlib.sha256(page.raw).hexdigest(), page.source, page.url, page.content_type)
    said = (*asdict(page.known).values(), *asdict(known).values())
    return hashlib.sha256("\x1f".join(map(str, (*parts, *said))).encode()).hexdigest()


def _to_json(prepared: Prepared) -> dict[str, Any]:
    return {
        "reading": asdict(prepared.reading),
        "extraction": asdict(prepared.extraction) if prepared.extraction else None,
        "refused": refusals_as_json(prepared.refused),
    }


def refusals_as_json(refused: Iterable[Refused]) -> list[dict[str, Any]]:
    """Return refused claims with their reasons, as JSON has them."""
    return [
        {"kind": type(one.claim).__name__, "claim": asdict(one.claim), "reason": one.reason}
        for one in refused
    ]


_CLAIMS: dict[str, Any] = {"Figure": Figure, "Event": Event, "Actor": Actor, "Statement": Statement}


def _from_json(source: str, kept: dict[str, Any]) -> Prepared:
    reading, found = kept["reading"], kept["extraction"]
    article = Article(**{**reading["article"], "masked": ()})
    return Prepared(
        source,
        Reading(**{**reading, "article": article}),
        Extraction(
            article=article,
            figures=tuple(_claim("Figure", one) for one in found["figures"]),
            events=tuple(_claim("Event", one) for one in found["events"]),
            actors=tuple(_claim("Actor", one) for one in found["actors"]),
            statements=tuple(_claim("Statement", one) for one in found["statements"]),
            extractor=found["extractor"],
            extractor_version=found["extractor_version"],
        ),
        tuple(Refused(_claim(one["kind"], one["claim"]), one["reason"]) for one in kept["refused"]),
    )


def _claim(kind: str, fields: dict[str, Any]) -> Any:
    spans = {name: tuple(value) for name, value in fields.items() if name.endswith("span")}
    parts = {
        name: tuple(Participant(**part) for part in value)
        for name, value in fields.items()
        if name == "participants"
    }
    return _CLAIMS[kind](**{**fields, **spans, **parts})


def stamp_of(folders: Iterable[Path], version: str) -> str:
    """Return what tells one state of code and registry from another: a hash of the files."""
    digest = hashlib.sha256(version.encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".toml", ".csv"):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
