"""The engine ``rules`` beside quantulum3: articles a second on the same texts in one run.

    uv run --group benchmarks python tests/benchmarks/extraction.py [file or folder of texts ...]

Without arguments the gold articles are read. Both are warm: packs, registry and models are loaded
by a first pass that is not timed. quantulum3 finds quantities only; the engine reads names,
speakers, figures, events, actors and statements besides.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from muster.extraction.document import Article
from muster.extraction.engine import extract

GOLD = Path(__file__).parents[1] / "gold"
ROUNDS, SECONDS = 5, 4
"""How often all articles are read, at least, and how long: other programs disturb single rounds."""


def main() -> None:
    """Print articles and characters a second for each, and the ratio."""
    articles = _articles([Path(argument) for argument in sys.argv[1:]] or [GOLD])
    length = sum(len(article.text) for article in articles) / len(articles)
    print(
        f"{len(articles)} articles of {length:,.0f} characters, best of {ROUNDS} or more rounds, one core"
    )
    ours = _rate(extract, articles)
    print(f"muster rules  {ours:8.1f} articles/s  {ours * length / 1000:8.0f} kchar/s")
    theirs = _rate(_quantulum(), articles)
    print(f"quantulum3    {theirs:8.1f} articles/s  {theirs * length / 1000:8.0f} kchar/s")
    print(f"ratio         {ours / theirs:8.2f}")


def _articles(paths: list[Path]) -> list[Article]:
    files = [
        file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])
    ]
    articles = []
    for file in files:
        if file.suffix == ".json":
            gold = json.loads(file.read_text("utf-8"))
            published_on = gold["article"]["published_on"]
            articles.append(Article(text=gold["text"], published_on=published_on))
        elif file.suffix == ".txt":
            articles.append(Article(text=file.read_text("utf-8"), published_on="2026-01-10"))
    return articles


def _rate(read: Callable[[Article], object], articles: list[Article]) -> float:
    """Return articles a second of processor time, in the best round after a first one."""
    rounds: list[float] = []
    while len(rounds) <= ROUNDS or sum(rounds) < SECONDS:
        begun = time.process_time()
        for article in articles:
            read(article)
        rounds.append(time.process_time() - begun)
    return len(articles) / min(rounds[1:])


def _quantulum() -> Callable[[Article], object]:
    warnings.filterwarnings("ignore")
    from quantulum3 import parser

    return lambda article: parser.parse(article.text)


if __name__ == "__main__":
    main()
