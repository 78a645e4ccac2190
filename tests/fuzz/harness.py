"""Fuzzing with atheris: whatever comes in, no exception, no span outside the text, linear time.

    uv run --isolated --python 3.12 --group fuzz tests/fuzz/harness.py quantities -max_total_time=300

The first argument names the target; the others go to libFuzzer. Needs Python 3.12 or newer.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["muster"]):
    from muster.extraction.dates import dates
    from muster.extraction.document import Article
    from muster.extraction.engine import extract
    from muster.extraction.grounding import Text
    from muster.extraction.quantities import quantities
    from muster.landing.land import Verifier
    from muster.reading.addresses import canonical_url, identity
    from muster.reading.boilerplate import masked_spans
    from muster.reading.canonical import canonical
    from muster.reading.pages import Known, NoArticle, Page
    from muster.reading.reader import read

ROOT = Path(__file__).resolve().parents[2]
SECONDS_A_KILOBYTE = 0.2
"""Far above what any target takes; a quadratic one passes it within some kilobytes."""
verifier = Verifier(ROOT)("en")


def check_span(start: int, end: int, text: str) -> None:
    assert 0 <= start < end <= len(text), (start, end, len(text))


def fuzz_reading(data: atheris.FuzzedDataProvider) -> None:
    """Read bytes as a page, in the form in which they come and as HTML."""
    kind = data.PickValueInList([None, "text/html", "text/plain", "text/html; charset=cp1251"])
    raw = data.ConsumeBytes(1 << 16)
    if kind == "text/html":
        raw = b"<!doctype html><html><body><article>" + raw
    try:
        article = read(Page("fuzz", raw, url="https://example.org/a", content_type=kind)).article
    except NoArticle:
        return
    assert canonical(article.text) == article.text
    last = 0
    for start, end in article.masked:
        check_span(start, end, article.text)
        assert start >= last
        last = end


def fuzz_addresses(data: atheris.FuzzedDataProvider) -> None:
    """Bring any text into the one form of an address, twice."""
    found = canonical_url("https://" + data.ConsumeUnicode(2000))
    if found is not None:
        assert canonical_url(found) == found
        assert identity(found)


def fuzz_quantities(data: atheris.FuzzedDataProvider) -> None:
    """Find numbers and dates: in the text, in order, apart, and read alone the same."""
    text = data.ConsumeUnicodeNoSurrogates(1 << 14)
    last = 0
    for found in quantities(text):
        check_span(found.start, found.end, text)
        assert found.start >= last
        last = found.end
        alone = quantities(text[found.start : found.end])
        same = [(q.relation, q.low, q.high) for q in alone]
        assert (found.relation, found.low, found.high) in same, (
            text[found.start : found.end],
            found,
            alone,
        )
    for mention in dates(text, "2026-01-10"):
        check_span(mention.start, mention.end, text)


def fuzz_extraction(data: atheris.FuzzedDataProvider) -> None:
    """Extract an article and verify it."""
    text = canonical(data.ConsumeUnicodeNoSurrogates(1 << 13))
    article = Article(text, published_on="2026-01-10", masked=masked_spans(text))
    found = extract(article)
    for figure in found.figures:
        check_span(*figure.value_span, text)
        check_span(*figure.quote_span, text)
    for claim in (*found.events, *found.statements):
        check_span(*claim.quote_span, text)
    for actor in found.actors:
        check_span(*actor.span, text)
    verifier.ground(found)
    Text(article).has("anything")


TARGETS: dict[str, Callable[[atheris.FuzzedDataProvider], None]] = {
    "reading": fuzz_reading,
    "addresses": fuzz_addresses,
    "quantities": fuzz_quantities,
    "extraction": fuzz_extraction,
}


def main() -> None:
    """Run one target under libFuzzer."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"which target? {', '.join(TARGETS)}")
    target = TARGETS[sys.argv.pop(1)]
    logging.disable(logging.CRITICAL)

    def seconds_of(raw: bytes) -> float:
        started = time.process_time()
        target(atheris.FuzzedDataProvider(raw))
        return time.process_time() - started

    def one(raw: bytes) -> None:
        most = 1 + SECONDS_A_KILOBYTE * len(raw) / 1000
        # whatever is slow once may only have imported something
        if seconds_of(raw) > most and (seconds := seconds_of(raw)) > most:
            raise AssertionError(f"{seconds:.1f} s for {len(raw)} bytes")

    # what is imported at the first call must not count for it
    story = "<p>" + "In May 40 men from Nepal joined the army, the ministry said on Friday. " * 9
    for text in (story, f"<html><body><article>{story}{story}"):
        extract(read(Page("warm", text.encode()), Known(language="en")).article)
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
