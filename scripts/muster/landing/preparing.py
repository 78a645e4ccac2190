"""From one page to a grounded extraction.

What is done is kept in the store at once, so a run that was killed goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from muster.durable import write_whole
from muster.extraction.document import Article, Extraction
from muster.extraction.grounding import Grounding
from muster.extraction.pack import LANGUAGES
from muster.landing.outlets import Outlets
from muster.landing.prepared import Prepared
from muster.landing.store import Store
from muster.project import MusterError
from muster.reading.addresses import identity
from muster.reading.pages import Known, NoArticle, Page
from muster.reading.reader import Reading, read
from muster.reading.sources import Refusal

log = logging.getLogger(__name__)


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


def prepare(page: Page | Refusal, tools: Tools) -> Prepared | Refusal:
    """Read, extract and verify one page, or take up what an earlier run made of it."""
    if isinstance(page, Refusal):
        return page
    kept = tools.store.unfinished(tools.stamp) / f"{_key(page, tools.known)}.json"
    with suppress(FileNotFoundError, ValueError, KeyError, TypeError):  # none there, or damaged
        return Prepared.from_json(page.source, json.loads(kept.read_text("utf-8")))
    try:
        prepared = _prepared(page, tools)
    except OSError:
        raise  # the store cannot be written, and that is no page's fault
    except Exception as error:  # one page on which a library or an engine fails stops no other
        return Refusal(page.source, _in_words(error))
    if prepared.extraction is not None:
        write_whole(kept, json.dumps(prepared.to_json(), ensure_ascii=False).encode("utf-8"))
    return prepared


def has_pack(language: str) -> bool:
    """Tell whether articles in a language can be extracted."""
    return (LANGUAGES / language.partition("-")[0].lower()).is_dir()


def stamp_of(folders: Iterable[Path], version: str) -> str:
    """Return what tells one state of code and registry from another: a hash of the files."""
    digest = hashlib.sha256(version.encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".toml", ".csv"):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


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


def _has_landed(reading: Reading, landed: Mapping[str, frozenset[str]]) -> bool:
    places = landed.get(reading.text_sha256)
    url = reading.article.url
    return places is not None and (url is None or identity(url) in places)


def _with_known_outlet(reading: Reading, tools: Tools) -> Reading:
    """Name the outlet as the registry does, and so in the claims that it makes itself."""
    article = reading.article
    known = tools.outlets.known(article.outlet, article.url, is_said=tools.known.outlet is not None)
    return replace(reading, article=replace(article, outlet=known)) if known else reading


def _without_text(reading: Reading) -> Reading:
    return replace(reading, article=replace(reading.article, text="", masked=()))


def _light(extraction: Extraction) -> Extraction:
    """Drop the text, which the store has: thousands of results are held at once."""
    return replace(extraction, article=replace(extraction.article, text="", masked=()))


def _key(page: Page, known: Known) -> str:
    parts = (hashlib.sha256(page.raw).hexdigest(), page.source, page.url, page.content_type)
    said = (*asdict(page.known).values(), *asdict(known).values())
    joined = "\x1f".join(map(str, (*parts, *said)))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def _in_words(error: Exception) -> str:
    match error:
        case NoArticle():
            return str(error)
        case MusterError():
            return f"no claims could be extracted: {error}"
        case MemoryError():
            return "reading it takes more memory than a page may take"
    log.debug("a fault of the reader", exc_info=error)
    return f"a fault of the reader, please report it: {error!r}"
