"""An article made ready for the grammar: tokens, sentences, and every phrase that means something.

Masked text is blanked out before anything is read, letter for letter, so no sentence, name or
number can come from it and no offset moves.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from muster.extraction.dates import DateMention, date_grammar
from muster.extraction.document import Article, Span
from muster.extraction.moments import Anchor
from muster.extraction.pack import Label, Pack, load_pack
from muster.extraction.quantities import Quantity, counted
from muster.extraction.registry import CountryName, Meaning, Registry, fold, load_registry
from muster.extraction.sentences import sentences
from muster.extraction.tokens import tokenize
from muster.project import Project

if TYPE_CHECKING:
    from spacy.vocab import Vocab


class _Reach(Protocol):
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


_Item = TypeVar("_Item", bound=_Reach)
LONGEST_HEADING = 16
"""Tokens."""
LOOK_BACK = 200
"""Names and marks that are looked back at; it keeps the longest text linear."""
SHORTEST_IN_CAPITALS = 3
"""Letters; "US" in capitals is "US", but "NEPAL" is "Nepal"."""

ONLY_LOOKED_UP = (
    ("text", "sentences"), ("text", "anaphora"),
    ("people", "modifiers"), ("people", "belligerents"),
    ("people", "elliptical", "words"), ("people", "elliptical", "definite"),
    ("people", "elliptical", "pronouns"), ("people", "elliptical", "pointing"),
    ("people", "elliptical", "part_of"), ("people", "designators"), ("people", "region_names"),
    ("people", "nationality", "list_words"), ("people", "nationality", "own"),
    ("people", "nationality", "of_countries"), ("measures", "background"),
    ("measures", "everybody"), ("names", "links"), ("names", "acting"),
    ("names", "titles", "never"), ("names", "titles", "inside"),
    ("names", "titles", "particles"), ("names", "titles", "fields"),
    ("names", "titles", "after"), ("attribution", "carried", "kinds"),
    ("attribution", "carried", "possessives"), ("attribution", "carried", "of_states"),
    ("attribution", "carried", "of_persons"),
    ("attribution", "carried", "pronouns"),
    ("attribution", "nameless", "unnamed"), ("attribution", "nameless", "told_apart"),
    ("attribution", "nameless", "documents"), ("attribution", "nameless", "police_bodies"),
    ("attribution", "nameless", "prosecution_bodies"),
    ("attribution", "speech", "base"), ("attribution", "speech", "papers"),
    ("attribution", "speech", "passive"), ("attribution", "speech", "contents"),
    ("attribution", "speech", "to_somebody"), ("attribution", "documents", "houses"),
    ("attribution", "speech", "contrast"), ("attribution", "speech", "nouns_too"),
    ("attribution", "speech", "possessed"), ("attribution", "speech", "reports"),
    ("attribution", "speech", "relaying"), ("periods", "opening"), ("periods", "reached"),
    ("periods", "lasting"),
    ("events", "places"), ("events", "courts"), ("events", "speakers"), ("events", "from_figures"),
    ("events", "modality"),
)  # fmt: skip
"""Tables and lists of the pack of which a word is asked, and which are not searched in texts."""
_TOKEN = re.compile(r"\w+|[^\w\s]")


def _lists() -> dict[Any, list[Mark]]:
    return defaultdict(list)


class Mark(NamedTuple):
    """A phrase of the pack where it stands; ``first`` and ``last`` are tokens, end exclusive."""

    label: Label
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Place:
    """A country, its people or its capital where it is named."""

    country: str
    forms: frozenset[str]
    """How it may be meant: name, adjective, people, person, capital, or place inside it."""
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the registry where it stands, with all that it may mean."""

    meanings: tuple[Meaning, ...]
    first: int
    last: int


@dataclass
class Sentence:
    """One sentence: its span, its tokens, its paragraph, and what stands in it in text order."""

    index: int
    start: int
    end: int
    first: int
    last: int
    paragraph: int
    is_heading: bool = False
    by_label: dict[Label, list[Mark]] = field(default_factory=_lists)
    by_file: dict[str, list[Mark]] = field(default_factory=_lists)
    by_table: dict[Label, list[Mark]] = field(default_factory=dict)
    """What ``under`` answered before."""

    @property
    def span(self) -> Span:
        """The sentence in code points."""
        return self.start, self.end

    def of(self, *label: str) -> Sequence[Mark]:
        """Return the marks of one list of phrases."""
        return self.by_label.get(label, ())

    def under(self, *prefix: str) -> Sequence[Mark]:
        """Return the marks of all lists below a table of the pack, in text order."""
        marks = self.by_table.get(prefix)
        if marks is None:
            of_file, length = self.by_file.get(prefix[0], ()), len(prefix)
            marks = [mark for mark in of_file if mark.label[:length] == prefix]
            self.by_table[prefix] = marks
        return marks


@dataclass
class Text:
    """The whole article, marked."""

    article: Article
    pack: Pack
    registry: Registry
    plain: str
    """The text without accents, masked parts blank; as long as the article's text."""
    tokens: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[Sentence]
    places: list[Place]
    known: list[Known]
    dates: list[DateMention]
    quantities: list[Quantity]
    by_label: dict[Label, list[Mark]] = field(default_factory=_lists)
    """The marks of all sentences, in text order."""
    numbers: set[int] = field(default_factory=set)
    """Tokens of the quantities."""

    def of(self, *label: str) -> Sequence[Mark]:
        """Return the marks of one list of phrases in the whole article."""
        return self.by_label.get(label, ())

    def token_at(self, offset: int) -> int:
        """Return the index of the first token that ends after ``offset``."""
        return bisect_right(self.ends, offset)

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """Return the tokens that a span of code points touches, end exclusive."""
        return self.token_at(span[0]), bisect_left(self.starts, span[1])

    def span_of(self, first: int, last: int) -> Span:
        """Return the code points from the token ``first`` up to before ``last``."""
        return self.starts[first], self.ends[last - 1]

    def words(self, first: int, last: int) -> str:
        """Return the article's own words from one token up to before another."""
        start, end = self.span_of(first, last)
        return self.article.text[start:end]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds an offset; None between sentences."""
        index = bisect_right(self._sentence_starts, offset) - 1
        if index >= 0 and offset < self.sentences[index].end:
            return self.sentences[index]
        return None

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]


def mark(article: Article) -> Text:
    """Read an article with the pack of its language and the registry of the project."""
    machine = _machine(article.language, _root(Path.cwd(), os.environ.get("MUSTER_PROJECT")))
    plain = fold(_without_masked(article))
    words = tokenize(plain)
    dates = date_grammar(machine.pack.language).find(words, Anchor.read(article.published_on))
    found = list(_TOKEN.finditer(plain))
    tokens = [token[0] for token in found]
    text = Text(
        article=article,
        pack=machine.pack,
        registry=machine.registry,
        plain=plain,
        tokens=tokens,
        lower=[token.lower() for token in tokens],
        starts=[token.start() for token in found],
        ends=[token.end() for token in found],
        sentences=[],
        places=[],
        known=[],
        dates=[date.mention(words) for date in dates],
        quantities=counted(words, dates, machine.pack.language),
    )
    for quantity in text.quantities:
        text.numbers |= set(range(*text.tokens_of((quantity.start, quantity.end))))
    text.sentences = list(_sentences(text))
    _tell_headings(text)
    if tokens:
        machine.match(text)
    return text


def outermost(items: Iterable[_Item]) -> list[_Item]:
    """Return what is not inside a longer one, in text order; of equals the first."""
    kept: list[_Item] = []
    reach = -1
    for item in sorted(items, key=lambda item: (item.first, -item.last)):
        if item.first >= reach:
            kept.append(item)
            reach = item.last
        elif item.last - item.first > kept[-1].last - kept[-1].first:
            kept[-1] = item
            reach = item.last
    return kept


def between(items: Sequence[_Item], first: int, last: int) -> Sequence[_Item]:
    """Return what begins from the token ``first`` up to before ``last``; ``items`` are in order."""
    if not items:
        return items
    low = bisect_left(items, first, key=_first)
    return items[low : bisect_left(items, last, lo=low, key=_first)]


def backwards(items: Sequence[_Item], first: int) -> Iterator[_Item]:
    """Yield what begins before the token ``first``, the last first, as far as a reader recalls."""
    position = bisect_left(items, first, key=_first)
    for index in range(position - 1, max(-1, position - 1 - LOOK_BACK), -1):
        yield items[index]


def _first(item: _Reach) -> int:
    return item.first


class _Machine:
    """The matchers of one language, built once: over words in any case, and over words as written.

    A name of one word, and an outlet's, counts only as written: "US" is no "us", and a "foreign
    policy" no magazine.
    """

    def __init__(self, pack: Pack, registry: Registry) -> None:
        self.pack = pack
        self.registry = registry
        self._vocab = spacy.blank("xx").vocab
        self._labels: dict[tuple[str, ...], list[tuple[Label, Label]]] = {}
        """By phrase the lists where it stands, each with the lists that it competes in."""
        self._names: dict[tuple[str, ...], tuple[Meaning, ...]] = {}
        self._places: dict[tuple[str, ...], tuple[CountryName, ...]] = {}
        self._any_case = PhraseMatcher(self._vocab, attr="LOWER")
        self._as_written = PhraseMatcher(self._vocab, attr="ORTH")
        for label, phrases in pack.phrases.items():
            if any(label[: len(table)] == table for table in ONLY_LOOKED_UP):
                continue
            for phrase in phrases:
                words = _words(phrase.lower())
                self._labels.setdefault(words, []).append((label, _rivals(label)))
        for name, meanings in registry.names.items():
            words = _words(name)
            is_exact = len(words) == 1 or all(m.actor.kind == "media" for m in meanings)
            key = words if is_exact else tuple(word.lower() for word in words)
            if key:
                self._names[key] = self._names.get(key, ()) + meanings
        for name, meanings in registry.outlets.items():
            if _words(name.lower()) not in self._labels:
                self._names.setdefault(_words(name), meanings)
        for name, found in registry.countries.items():
            self._places[_words(name)] = found
            if len(name) > SHORTEST_IN_CAPITALS:
                self._places.setdefault(_words(name.upper()), found)
        for name, country in registry.places.items():
            self._places.setdefault(_words(name), (CountryName(country, "place"),))
        lowered = set(self._labels) | {
            key for key in self._names if len(key) > 1 and "".join(key).islower()
        }
        written = set(self._places) | (set(self._names) - lowered)
        self._any_case.add("phrase", [_doc(self._vocab, key) for key in lowered])
        self._as_written.add("name", [_doc(self._vocab, key) for key in written])

    def match(self, text: Text) -> None:
        """Fill in the marks, places and known names of a text."""
        doc = _doc(self._vocab, tuple(text.tokens))
        phrases = [(first, last) for _, first, last in self._any_case(doc)]
        phrases.sort(key=lambda phrase: (phrase[0], -phrase[1]))
        self._mark(text, phrases)
        for first, last in phrases:
            if last - first > 1 and (meanings := self._names.get(tuple(text.lower[first:last]))):
                text.known.append(Known(meanings, first, last))
        for _, first, last in self._as_written(doc):
            key = tuple(text.tokens[first:last])
            if found := self._places.get(key):
                forms = frozenset(name.form for name in found)
                text.places.append(Place(found[0].country, forms, first, last))
            if meanings := self._names.get(key):
                text.known.append(Known(meanings, first, last))
        text.places = outermost(text.places)
        text.known = outermost(text.known)

    def _mark(self, text: Text, phrases: list[tuple[int, int]]) -> None:
        """Mark phrases inside one sentence, but for those that a longer rival holds."""
        reach: dict[Label, tuple[int, int]] = {}
        sentences = iter(text.sentences)
        sentence = next(sentences, None)
        for first, last in phrases:
            while sentence is not None and sentence.last <= first:
                sentence = next(sentences, None)
            is_inside = sentence is not None and sentence.first <= first and last <= sentence.last
            for label, rivals in self._labels.get(tuple(text.lower[first:last]), ()):
                held = reach.get(rivals)
                if held is not None and last <= held[1] and held != (first, last):
                    continue
                reach[rivals] = (first, last)
                if sentence is not None and is_inside:
                    mark = Mark(label, first, last)
                    sentence.by_label[label].append(mark)
                    sentence.by_file[label[0]].append(mark)
                    text.by_label[label].append(mark)


@cache
def _root(_here: Path, _named: str | None) -> Path:
    """Return the project's folder, looked for once from where the process stands."""
    return Project.find().root


@cache
def _machine(language: str, root: Path) -> _Machine:
    return _Machine(load_pack(language), load_registry(root))


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(fold(phrase)))


def _doc(vocab: Vocab, words: tuple[str, ...]) -> Doc:
    return Doc(vocab, words=list(words))


def _without_masked(article: Article) -> str:
    pieces: list[str] = []
    position = 0
    for start, end in sorted(article.masked):
        begin = max(start, position)
        if begin < end:
            pieces += [article.text[position:begin], "\n" * (end - begin)]
            position = end
    return "".join([*pieces, article.text[position:]])


def _sentences(text: Text) -> Iterator[Sentence]:
    abbreviations = text.pack.words("text", "sentences", "abbreviations")
    paragraph, position = 0, 0
    for index, (start, end) in enumerate(sentences(text.plain, abbreviations)):
        if "\n" in text.plain[position:start]:
            paragraph += 1
        position = end
        first, last = text.tokens_of((start, end))
        yield Sentence(index, start, end, first, last, paragraph)


def _tell_headings(text: Text) -> None:
    """Mark the title, and short paragraphs without a full stop beside paragraphs with one."""
    ends = text.pack.settings["text"]["sentences"]["ends"]
    alone = Counter(sentence.paragraph for sentence in text.sentences)
    title = fold(text.article.title or "").strip()
    has_body = any(alone[s.paragraph] > 1 or _is_closed(text, s, ends) for s in text.sentences)
    for sentence in text.sentences:
        is_title = bool(title) and text.plain[sentence.start : sentence.end] == title
        is_short = sentence.last - sentence.first <= LONGEST_HEADING
        is_line = alone[sentence.paragraph] == 1 and not _is_closed(text, sentence, ends)
        sentence.is_heading = has_body and (is_title or (is_line and is_short))


def _is_closed(text: Text, sentence: Sentence, ends: str) -> bool:
    return text.plain[sentence.start : sentence.end].rstrip("\"')")[-1:] in ends


def _rivals(label: Label) -> Label:
    """Return the lists whose phrases compete: "killed or wounded" is not "killed" as well."""
    is_measure = label[0] == "measures" and label[-1] in ("either", "before", "after")
    return label[:2] if is_measure else label
