"""Quantities beside quantulum3: how many are right, and how fast, on the same texts in one run.

    uv run --group benchmarks python tests/benchmarks/quantities.py [sentences.csv]

The sentences are our own, annotated the way NewsQuant is (Almasian et al. 2023, "CQE: A
Comprehensive Quantity Extractor"): every number of a sentence that counts or measures, with its
bound, one of = ~ < >. A quantity is right in value when the number is, or both ends of a range; it
is right in value and bound when the bound agrees too. Relations are bounds so:

    exact, range         =        approximately              ~
    at_least, more_than  >        at_most, less_than, up_to  <

To NewsQuant's annotators "as many as 14" is 14 and "rose 5%" is ``up 5`` to them and ``=`` here.
quantulum3 knows no bounds: its are all ``=``.
"""

from __future__ import annotations

import csv
import math
import re
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from muster.extraction.dates import dates
from muster.extraction.quantities import Quantity, quantities

SENTENCES = Path(__file__).with_suffix(".csv")
BOUNDS = {
    "exact": "=",
    "range": "=",
    "up_to": "<",
    "approximately": "~",
    "at_least": ">",
    "more_than": ">",
    "at_most": "<",
    "less_than": "<",
}
ARTICLE_LENGTH = 5_000
ROUNDS = 3

Value = tuple[float, ...]
"""One number, or the two ends of a range."""
Annotation = tuple[str, Value]
Reader = Callable[[str], list[Annotation]]


def main() -> None:
    """Prints a table of both readers."""
    warnings.filterwarnings("ignore", module="quantulum3")
    from quantulum3 import parser

    def ours(text: str) -> list[Annotation]:
        return [(BOUNDS[found.relation], _value(found)) for found in quantities(text)]

    def theirs(text: str) -> list[Annotation]:
        return [("=", (found.value,)) for found in parser.parse(text)]

    sentences = _sentences(Path(sys.argv[1]) if len(sys.argv) > 1 else SENTENCES)
    texts = [text for text, _ in sentences]
    articles = _articles(texts)
    readers: dict[str, Callable[[str], object]] = {
        "quantulum3": theirs,
        "muster.quantities": ours,
        "the same and dates": lambda text: (quantities(text), dates(text, "2025-12-28")),
    }
    scores = {
        "quantulum3": _scores(theirs, sentences),
        "muster.quantities": _scores(ours, sentences),
    }
    speeds = {
        name: (_per_second(reader, texts), _per_second(reader, articles))
        for name, reader in readers.items()
    }
    wanted = sum(len(annotations) for _, annotations in sentences)
    print(f"{len(sentences)} sentences with {wanted} quantities; {len(articles)} articles of")
    print(f"{ARTICLE_LENGTH} characters made of them, denser in numbers than news is\n")
    print("| reader | F1 of value | … and bound | sentences/s | ratio | articles/s | ratio |")
    print("|---|---|---|---|---|---|---|")
    for name, (of_sentences, of_articles) in speeds.items():
        value, bound = (f"{score:.3f}" for score in scores[name]) if name in scores else ("", "")
        ratios = (of_sentences / speeds["quantulum3"][0], of_articles / speeds["quantulum3"][1])
        print(
            f"| {name} | {value} | {bound} | {of_sentences:.0f} | {ratios[0]:.1f} "
            f"| {of_articles:.1f} | {ratios[1]:.1f} |"
        )


def _sentences(path: Path) -> list[tuple[str, list[Annotation]]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["sentence"], _annotations(row["quantities"])) for row in csv.DictReader(file)]


def _annotations(cell: str) -> list[Annotation]:
    found = re.findall(r"([=~<>])(-?[\d.]+)(?:-([\d.]+))?", cell)
    return [(bound, tuple(float(end) for end in ends if end)) for bound, *ends in found]


def _articles(sentences: list[str]) -> list[str]:
    text = " ".join(sentences)
    long = text * (ARTICLE_LENGTH * 20 // len(text) + 1)
    return [long[at : at + ARTICLE_LENGTH] for at in range(0, ARTICLE_LENGTH * 20, ARTICLE_LENGTH)]


def _value(found: Quantity) -> Value:
    return tuple(end for end in (found.low, found.high) if end is not None)


def _scores(reader: Reader, sentences: list[tuple[str, list[Annotation]]]) -> tuple[float, float]:
    """F1 of values, and of values with their bounds; every annotation is matched once."""
    right = right_with_bound = found_count = wanted_count = 0
    for text, wanted in sentences:
        found = reader(text)
        found_count, wanted_count = found_count + len(found), wanted_count + len(wanted)
        rest = list(wanted)
        for bound, value in found:
            same = [one for one in rest if _equal(one[1], value)]
            if same:
                match = next((one for one in same if one[0] == bound), same[0])
                rest.remove(match)
                right += 1
                right_with_bound += match[0] == bound
    total = found_count + wanted_count
    return 2 * right / total, 2 * right_with_bound / total


def _equal(one: Value, other: Value) -> bool:
    return len(one) == len(other) and all(
        math.isclose(a, b, rel_tol=1e-4) for a, b in zip(one, other, strict=True)
    )


def _per_second(reader: Callable[[str], object], articles: list[str]) -> float:
    """Articles a second and core, the best of some rounds, warm."""
    reader(articles[0])
    best = math.inf
    for _ in range(ROUNDS):
        start = time.process_time()
        for article in articles:
            reader(article)
        best = min(best, time.process_time() - start)
    return len(articles) / best


if __name__ == "__main__":
    main()
