"""Preparing many pages in as many processes as there are cores, each page bounded."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from muster.landing.prepared import Prepared
from muster.landing.preparing import Tools, prepare
from muster.reading.html_pages import MOST_SECONDS
from muster.reading.pages import Page
from muster.reading.sources import Refusal

FEW = 8
"""So many pages are read in this process, if they are small: starting others takes longer."""
SMALL = 300_000
"""Bytes; no page that is smaller can keep a process busy for long, whatever it holds."""
MOST_MEMORY = 4_000_000_000
"""Bytes of address space that a process of the pool may take."""


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
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # an interruption is for the parent, which waits for what is under way
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError):  # not every system knows this limit
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _end_with_parent() -> None:
    """Go when the parent has been killed: nobody waits for the work, and nobody would end this."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


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


def _is_done(future: Future[Prepared | Refusal]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
