"""Language packs: the words of one language, as TOML files that a linguist can extend.

Every list of texts in a pack's files is a list of phrases, labelled by its file and the tables
around it: ``measures.persons.killed.either``. Single texts beside the lists are settings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from muster.extraction.inflection import inflected
from muster.project import MusterError

LANGUAGES = Path(__file__).with_name("languages")
FILES = ("text", "people", "measures", "attribution", "names", "periods", "events", "statements")

Label = tuple[str, ...]
"""Where a phrase stands in the pack: the file, then the tables, then the list."""
SPEECH: Label = ("attribution", "speech", "verbs")


@dataclass(frozen=True)
class Pack:
    """The words of one language."""

    language: str
    phrases: dict[Label, tuple[str, ...]]
    settings: dict[str, dict[str, Any]]
    """The files as they are, for what is not a list of phrases."""
    sets: dict[Label, frozenset[str]]
    """The lists as sets."""

    def words(self, *label: str) -> frozenset[str]:
        """Return one list of phrases as a set, as written; KeyError if there is none."""
        return self.sets[label]


@cache
def load_pack(language: str) -> Pack:
    """Read the pack of a language; a regional form (``en-GB``) falls back on its language.

    Raises:
        MusterError: there is no such pack, or a file of it is not TOML.
    """
    folder = LANGUAGES / language.split("-", maxsplit=1)[0].lower()
    if not folder.is_dir():
        known = ", ".join(sorted(path.name for path in LANGUAGES.iterdir() if path.is_dir()))
        raise MusterError(f"found an article in {language!r}, expected a language of {known}")
    settings = {}
    for name in FILES:
        path = folder / f"{name}.toml"
        try:
            settings[name] = tomllib.loads(path.read_text("utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise MusterError(f"{path}: expected a file of the language pack: {error}") from error
    phrases = {label: values for name in FILES for label, values in _lists(settings[name], (name,))}
    phrases.update(_inflected(phrases, settings["events"]["inflection"]))
    sets = {label: frozenset(values) for label, values in phrases.items()}
    return Pack(language=folder.name, phrases=phrases, settings=settings, sets=sets)


def _inflected(
    phrases: dict[Label, tuple[str, ...]], rules: dict[str, dict[str, str]]
) -> Iterator[tuple[Label, tuple[str, ...]]]:
    """Yield the lists of base forms with all forms: tenses of families, plurals of things."""
    for label, words in phrases.items():
        if label[:2] == ("events", "families") and label[-1] == "verbs":
            forms = (inflected(word, rules["endings"], rules["irregular"]) for word in words)
            yield label, tuple(form for group in forms for form in group)
        elif label[:2] == ("events", "things"):
            yield (
                label,
                tuple(form for word in words for form in (word, word + rules["plural"]["ending"])),
            )
        elif label == SPEECH:
            yield label, (*words, *_spoken(phrases, rules))


def _spoken(
    phrases: dict[Label, tuple[str, ...]], rules: dict[str, dict[str, str]]
) -> Iterator[str]:
    """Yield the verbs of saying in all their forms: "says", "has said", "saying"."""
    base = ("attribution", "speech", "base")
    for name in ("saying", "knowing"):
        for word in phrases[*base, name]:
            forms = inflected(word, rules["endings"], rules["irregular"])
            present, past, participle, progressive = forms[:2], forms[2], forms[-2], forms[-1]
            yield from (*present, past)
            if name == "saying":
                yield progressive
            yield from (f"{auxiliary} {participle}" for auxiliary in phrases[*base, "auxiliaries"])


def _lists(table: dict[str, Any], label: Label) -> Iterator[tuple[Label, tuple[str, ...]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _lists(value, (*label, key))
        elif isinstance(value, list):
            yield (*label, key), tuple(value)
