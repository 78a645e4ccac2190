"""A text as words, digits and signs, and phrases looked up among them.

What the words mean is data: ``languages/<code>/*.toml``, one folder a language.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from muster.project import MusterError

PACKS = Path(__file__).parent / "languages"

FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"

# Digits, letters, a paragraph break, or any other character alone. Fractions such as ½ are letters
# to Python, and signs here. An apostrophe inside a word belongs to it.
_TOKEN = re.compile(
    r"\d+"
    rf"|[^\W\d_{FRACTIONS}]+(?:['’][^\W\d_{FRACTIONS}]+)?"
    r"|\n[^\S\n]*+\n"
    r"|[^\s]"
)
BREAK = "\n"
DASHES = frozenset("-‐‑‒–—−")


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of ``text``: where each starts and ends (code points), and its word, lower-cased.

    A paragraph break is a token too, with the word ``BREAK``, so that no phrase runs across it.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]

    def glued(self, index: int) -> bool:
        """Whether nothing stands between this token and the one before it."""
        return 0 < index < len(self.words) and self.ends[index - 1] == self.starts[index]

    def at(self, index: int, position: int) -> int:
        """The first token, from ``index`` on, that starts at or after this character."""
        return bisect_left(self.starts, position, index)

    def raw(self, index: int) -> str:
        """The token as it was written."""
        return self.text[self.starts[index] : self.ends[index]]

    def word(self, index: int) -> str:
        """The word at ``index``, or nothing beyond either end of the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""


@lru_cache(maxsize=4)
def tokenize(text: str) -> Tokens:
    """Cuts a text into tokens. The last few texts are remembered: several readers share them."""
    found = list(_TOKEN.finditer(text))
    words = [BREAK if (word := match[0])[0] == "\n" else word.lower() for match in found]
    if "’" in text:
        words = [word.replace("’", "'") for word in words]
    return Tokens(text, [match.start() for match in found], [match.end() for match in found], words)


class Phrases:
    """Phrases with a meaning each, found forwards from a token or backwards to one."""

    def __init__(self, meanings: Mapping[str, Any]) -> None:
        self._forward: dict[str, Any] = {}
        self._backward: dict[str, Any] = {}
        self.first_words = self._forward.keys()
        for phrase, meaning in meanings.items():
            words = tokenize(phrase).words
            for trie, order in ((self._forward, words), (self._backward, words[::-1])):
                node = trie
                for word in order:
                    node = node.setdefault(word, {})
                node[""] = (phrase, meaning)

    def starting_at(self, tokens: Tokens, index: int) -> tuple[int, str, Any] | None:
        """The longest phrase that starts at this token: (index after it, phrase, meaning)."""
        if index >= len(tokens.words) or tokens.words[index] not in self._forward:
            return None
        return self._walk(tokens.words, self._forward, index, 1)

    def ending_at(self, tokens: Tokens, index: int) -> tuple[int, str, Any] | None:
        """The longest phrase that ends before this token: (its first index, phrase, meaning)."""
        if index < 1 or tokens.words[index - 1] not in self._backward:
            return None
        found = self._walk(tokens.words, self._backward, index - 1, -1)
        return found and (found[0] + 1, *found[1:])

    @staticmethod
    def _walk(words: list[str], node: Any, index: int, step: int) -> tuple[int, str, Any] | None:
        found = None
        begun = False
        while 0 <= index < len(words):
            word = words[index]
            index += step
            if word in node:
                node, begun = node[word], True
                if "" in node:
                    found = (index, *node[""])
            elif not (begun and word in DASHES):
                break
        return found


def phrases(lists: Mapping[str, Iterable[str]]) -> Phrases:
    """Phrases of a table ``meaning = [phrase, …]``, the way packs write them."""
    return Phrases({phrase: meaning for meaning, many in lists.items() for phrase in many})


class Table(dict[str, Any]):
    """A table of a pack, which says what it lacks."""

    def __init__(self, path: Path, name: str, entries: Mapping[str, Any]) -> None:
        super().__init__(
            (key, Table(path, f"{name}{key}.", entry) if isinstance(entry, dict) else entry)
            for key, entry in entries.items()
        )
        self._path, self._name = path, name

    def __missing__(self, key: str) -> Any:
        raise MusterError(
            f"{self._path}: {self._name}{key} is missing; a pack has all tables of the English one"
        )


@lru_cache(maxsize=64)
def pack(language: str, name: str) -> Table:
    """One file of a language's pack. Of a tag such as "en-GB", the language counts.

    Raises:
        MusterError: there is no pack for this language, and the message lists those that there
            are; or the file is no TOML, or lacks a table that is asked for.
    """
    code = language.split("-", maxsplit=1)[0].lower()
    path = PACKS / code / f"{name}.toml"
    if not (code.isalnum() and path.is_file()):
        known = ", ".join(sorted(file.parent.name for file in PACKS.glob(f"*/{name}.toml")))
        raise MusterError(
            f"No language pack for {language!r} with {name}.toml; there are: {known or 'none'}"
        )
    try:
        return Table(path, "", tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MusterError(f"{path}: not read as TOML: {error}") from error
