"""How well an engine reads: precision, recall and F1 against hand-annotated gold articles.

A gold folder holds one JSON file an article, in the shape of its ``GUIDE.md``, and may hold a
``split.csv`` (``file``, ``split``). Matching is one to one: a figure by its value and relation on
overlapping characters, an event by its type and a statement by its topic on overlapping sentences,
an actor by its name or its characters. Fields are scored over the matched. Statements are scored in
the files that have them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from muster.extraction.document import Article, Extraction, Span
from muster.project import MusterError

Item = dict[str, Any]
"""A figure, event, actor or statement as JSON holds it."""
Extract = Callable[[Article], Extraction]

FIELDS = {
    "figures": (
        "measure", "unit", "population", "side", "kind", "period",
        "claimant", "claimant_org", "relayed_by",
    ),
    "events": ("date", "status", "place", "participants"),
    "actors": ("kind", "country"),
    "statements": ("value", "population", "claimant"),
}  # fmt: skip
SPANS = {
    "figures": "value_span", "events": "quote_span", "actors": "span", "statements": "quote_span",
}  # fmt: skip
HARD_FIELDS = ("period", "claimant")
"""The fields of figures that are most often read otherwise; told by phenomenon."""
OPTIONAL = "statements"
TOLD = {"events": ("event_type", "date"), "statements": ("topic", "value")}
"""What two of them must have alike in overlapping sentences, and what makes the better pair."""
ALL = "all"


@dataclass(frozen=True)
class Score:
    """One row of the scorecard. ``value`` is None where there was nothing to find."""

    split: str
    task: str
    metric: str
    value: float | None
    matched: int
    expected: int
    found: int


@dataclass(frozen=True)
class Mistake:
    """One thing that the engine missed, made up, or read otherwise than the gold."""

    file: str
    task: str
    kind: str
    """missed, spurious, or the field that differs."""
    phrase: str
    """Where it stands: the characters of the number or the name; the type or the topic."""
    expected: str | None
    found: str | None


@dataclass
class Tally:
    """What was matched, expected and found, for one task in one split."""

    matched: int = 0
    expected: int = 0
    found: int = 0
    right: dict[str, int] = field(default_factory=dict)
    """Of the matched, how many have each field right."""
    same_number: int = 0
    """Figures whose number was found at its place, whatever the relation."""
    exact_spans: int = 0
    """Found items whose characters lie in the text."""


@dataclass(frozen=True)
class Evaluation:
    """The scores of a gold folder and the mistakes behind them."""

    scores: tuple[Score, ...]
    mistakes: tuple[Mistake, ...]
    phenomena: tuple[Score, ...]
    """Figures by what makes them hard, ``task``: recall, and of those found the fields right."""


def evaluate(folder: Path, extract: Extract | None = None) -> Evaluation:
    """Score an engine on a gold folder.

    Args:
        folder: gold articles as JSON.
        extract: the engine; the default is ``rules``.

    Raises:
        MusterError: there is no gold article in the folder, or one cannot be read.
    """
    if extract is None:
        from muster.extraction.engine import extract as rules

        extract = rules
    tallies: dict[tuple[str, str], Tally] = {}
    phenomena: dict[tuple[str, str], Tally] = {}
    mistakes: list[Mistake] = []
    for path, split, gold in _gold(folder):
        found = as_json(extract(_article(gold)))
        for task in (name for name in FIELDS if name in gold):
            pairs = _match(task, gold[task], found[task])
            for name in (split, ALL):
                _count(tallies.setdefault((name, task), Tally()), task, gold, found[task], pairs)
                if task == "figures":
                    _count_phenomena(phenomena, name, gold, found[task], pairs)
            mistakes += _mistakes(path.name, task, gold, found[task], pairs)
    return Evaluation(
        scores=tuple(_scores(tallies)),
        mistakes=tuple(mistakes),
        phenomena=tuple(
            Score(split, name, metric, _share(part, whole), part, whole, tally.matched)
            for (split, name), tally in sorted(phenomena.items())
            for metric, part, whole in (
                ("recall", tally.matched, tally.expected),
                *((f"{f}_accuracy", n, tally.matched) for f, n in tally.right.items()),
            )
        ),
    )  # fmt: skip


def scorecard(folder: Path) -> list[dict[str, Any]]:
    """Return the scores of the default engine on a gold folder as rows of a table."""
    return [asdict(score) for score in evaluate(folder).scores]


def as_json(extraction: Extraction) -> dict[str, Any]:
    """Return an extraction in the shape of a gold file: plain dictionaries and lists."""
    article = asdict(extraction.article)
    document = {
        "article": {
            key: article[key]
            for key in ("article_id", "url", "outlet", "published_on", "language", "title")
        },
        "text": extraction.article.text,
    }
    for name in ("figures", "events", "actors", "statements"):
        document[name] = [_plain(asdict(item)) for item in getattr(extraction, name)]
    document["extractor"] = {"name": extraction.extractor, "version": extraction.extractor_version}
    return document


def as_table(evaluation: Evaluation, *, most_mistakes: int | None = None) -> str:
    """Write an evaluation for people: scores by split, hard phenomena, mistakes."""
    splits = list(dict.fromkeys(score.split for score in evaluation.scores))
    lines = [f"{'task':<9} {'metric':<24}" + "".join(f"{split:>22}" for split in splits)]
    rows = dict.fromkeys((score.task, score.metric) for score in evaluation.scores)
    by_key = {(s.split, s.task, s.metric): s for s in evaluation.scores}
    for task, metric in rows:
        cells = [_cell(by_key.get((split, task, metric))) for split in splits]
        lines.append(f"{task:<9} {metric:<24}" + "".join(f"{cell:>22}" for cell in cells))
    metrics = ("recall", *(f"{name}_accuracy" for name in HARD_FIELDS))
    lines += ["", f"  {'figures, by what makes them hard':<40}" + "".join(map(_right, metrics))]
    hard: dict[str, str] = {}
    for score in evaluation.phenomena:
        if score.split == ALL:
            share = "-" if score.value is None else f"{score.value:.3f}"
            hard[score.task] = hard.get(score.task, "") + _right(
                f"{share} ({score.matched}/{score.expected})"
            )
    lines += [f"  {name:<40}{row}" for name, row in hard.items()]
    shown = evaluation.mistakes[:most_mistakes]
    lines += ["", f"{len(evaluation.mistakes)} mistakes:"]
    lines += [
        f"  {m.file} {m.task}: {m.kind} {m.phrase!r}: expected {m.expected}, found {m.found}"
        for m in shown
    ]
    return "\n".join(lines)


# -- reading gold ---------------------------------------------------------------------------------


def _gold(folder: Path) -> Iterator[tuple[Path, str, Item]]:
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise MusterError(f"found no gold article in {folder}, expected JSON files as in GUIDE.md")
    splits = {}
    if (folder / "split.csv").is_file():
        with (folder / "split.csv").open(encoding="utf-8", newline="") as file:
            splits = {row["file"]: row["split"] for row in csv.DictReader(file)}
    for path in paths:
        try:
            gold = json.loads(path.read_text("utf-8"))
            missing = [key for key in ("article", "text", *FIELDS) if key not in (*gold, OPTIONAL)]
        except (ValueError, TypeError) as error:
            raise MusterError(f"{path}: expected a gold article in JSON: {error}") from error
        if missing:
            raise MusterError(
                f"{path}: found no {', '.join(missing)}, expected them as in GUIDE.md"
            )
        yield path, splits.get(path.name, "dev"), gold


def _article(gold: Item) -> Article:
    told = gold["article"]
    return Article(
        text=gold["text"],
        **{key: told.get(key) for key in ("article_id", "url", "outlet", "published_on", "title")},
        language=told.get("language") or "en",
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


# -- matching -------------------------------------------------------------------------------------


def _match(task: str, gold: Sequence[Item], found: Sequence[Item]) -> list[tuple[int, int]]:
    """Pair gold and found items one to one, the best fitting first; indices of both."""
    scored = [
        (fit, -g, -f)
        for g, expected in enumerate(gold)
        for f, item in enumerate(found)
        if (fit := _fit(task, expected, item)) is not None
    ]
    pairs, taken_gold, taken_found = [], set(), set()
    for _, g, f in sorted(scored, reverse=True):
        if g not in taken_gold and f not in taken_found:
            pairs.append((-g, -f))
            taken_gold.add(g)
            taken_found.add(f)
    return sorted(pairs)


def _fit(task: str, expected: Item, item: Item) -> tuple[int, int] | None:
    """Say how well two items fit; None if they are not the same thing."""
    overlap = _overlap(expected[SPANS[task]], item[SPANS[task]])
    if task == "figures":
        same = all(expected[key] == item[key] for key in ("relation", "value_low", "value_high"))
        agreeing = expected["measure"] == item["measure"]
    elif task in TOLD:
        name, other = TOLD[task]
        same, agreeing = expected[name] == item[name], expected[other] == item[other]
    else:
        same, agreeing = True, expected["name"] == item["name"]
        overlap = overlap or int(agreeing)
    return (int(agreeing), overlap) if same and overlap > 0 else None


def _overlap(left: Span, right: Span) -> int:
    return max(0, min(left[1], right[1]) - max(left[0], right[0]))


def _same(name: str, expected: Any, found: Any) -> bool:
    if name == "participants":
        return _people(expected) == _people(found)
    return bool(expected == found)


def _people(participants: Iterable[Item]) -> set[tuple[str, str]]:
    return {(item["name"], item["role"]) for item in participants}


# -- counting -------------------------------------------------------------------------------------


def _count(
    tally: Tally, task: str, gold: Item, found: list[Item], pairs: list[tuple[int, int]]
) -> None:
    expected = gold[task]
    tally.matched += len(pairs)
    tally.expected += len(expected)
    tally.found += len(found)
    for name in FIELDS[task]:
        right = sum(_same(name, expected[g].get(name), found[f].get(name)) for g, f in pairs)
        tally.right[name] = tally.right.get(name, 0) + right
    length = len(gold["text"])
    tally.exact_spans += sum(0 <= i[SPANS[task]][0] < i[SPANS[task]][1] <= length for i in found)
    if task == "figures":
        tally.same_number += sum(
            any(
                _overlap(item["value_span"], other["value_span"])
                and _numbers(item) & _numbers(other)
                for other in found
            )
            for item in expected
        )


def _numbers(item: Item) -> set[float]:
    return {value for value in (item["value_low"], item["value_high"]) if value is not None}


def _scores(tallies: dict[tuple[str, str], Tally]) -> Iterator[Score]:
    for (split, task), tally in tallies.items():
        matched, expected, found = tally.matched, tally.expected, tally.found
        shares = {
            "precision": (matched, found),
            "recall": (matched, expected),
            "f1": (2 * matched, expected + found),
        }
        if task == "figures":
            shares["relation_accuracy"] = (matched, tally.same_number)
        shares |= {f"{name}_accuracy": (right, matched) for name, right in tally.right.items()}
        shares["spans_in_text"] = (tally.exact_spans, found)
        for metric, (part, whole) in shares.items():
            hits = matched if metric == "f1" else part
            yield Score(split, task, metric, _share(part, whole), hits, expected, found)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _right(text: str) -> str:
    return f"{text:>20}"


def _cell(score: Score | None) -> str:
    if score is None or score.value is None:
        return "-"
    return f"{score.value:.3f} ({score.matched}/{score.expected}/{score.found})"


# -- phenomena and mistakes -----------------------------------------------------------------------


def _count_phenomena(
    tallies: dict[tuple[str, str], Tally],
    split: str,
    gold: Item,
    found: list[Item],
    pairs: list[tuple[int, int]],
) -> None:
    matched = dict(pairs)
    for index, figure in enumerate(gold["figures"]):
        for name in _phenomena(figure, gold["text"]):
            tally = tallies.setdefault((split, name), Tally())
            tally.expected += 1
            tally.matched += index in matched
            for key in HARD_FIELDS:
                is_right = index in matched and found[matched[index]][key] == figure[key]
                tally.right[key] = tally.right.get(key, 0) + is_right


def _phenomena(figure: Item, text: str) -> Iterator[str]:
    """Yield what makes a gold figure hard, by its fields and characters alone."""
    value = text[slice(*figure["value_span"])]
    yield f"relation: {figure['relation']}"
    yield f"kind: {figure['kind']}"
    if not any(character.isdigit() for character in value):
        yield "number in words"
    if figure["unit"] not in ("persons", "countries", "cases"):
        yield "money, shares and times"
    if figure["claimant"] is None:
        yield "no speaker"
    elif not any(
        part in text[slice(*figure["quote_span"])]
        for part in figure["claimant"].split()
        if len(part) > 3
    ):
        yield "speaker named in another sentence"
    if figure["relayed_by"]:
        yield "through another outlet"
    if "+" in figure["population"] or "-" in figure["population"]:
        yield "composed population"
    if figure["side"] != "RU":
        yield "not the Russian side alone"


def _mistakes(
    file: str, task: str, gold: Item, found: list[Item], pairs: list[tuple[int, int]]
) -> Iterator[Mistake]:
    expected = gold[task]
    for g, f in pairs:
        for name in FIELDS[task]:
            wanted, got = expected[g].get(name), found[f].get(name)
            if not _same(name, wanted, got):
                phrase = _phrase(task, expected[g], gold["text"])
                yield Mistake(file, task, name, phrase, _short(wanted), _short(got))
    for index, item in enumerate(expected):
        if index not in {g for g, _ in pairs}:
            phrase = _phrase(task, item, gold["text"])
            yield Mistake(file, task, "missed", phrase, _short(_gist(task, item)), None)
    for index, item in enumerate(found):
        if index not in {f for _, f in pairs}:
            phrase = _phrase(task, item, gold["text"])
            yield Mistake(file, task, "spurious", phrase, None, _short(_gist(task, item)))


def _phrase(task: str, item: Item, text: str) -> str:
    return str(item[TOLD[task][0]]) if task in TOLD else text[slice(*item[SPANS[task]])]


def _gist(task: str, item: Item) -> str:
    if task == "figures":
        return f"{item['measure']} of {item['population']}"
    if task == "statements":
        return f"{item['value']} of {item['population']}"
    return f"{item['status']} {item['date']}" if task == "events" else f"{item['kind']}"


def _short(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(sorted(f"{item['name']} ({item['role']})" for item in value)) or "nobody"
    return None if value is None else str(value)
