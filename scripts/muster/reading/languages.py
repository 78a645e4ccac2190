"""Which language a text is in, by spaCy's lists of each language's commonest words."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from functools import cache

LANGUAGES = (
    "ar", "bg", "cs", "de", "el", "en", "es", "fa", "fr", "hi", "hr", "hu", "id", "it", "kk", "ky",
    "nl", "pl", "pt", "ro", "ru", "sk", "sr", "tr", "uk", "ur", "uz", "vi",
)  # fmt: skip
LEAST_SHARE = 0.15
"""Of the words of running text, a quarter to a half are among the commonest."""
LEAST_LEAD = 1.1
SAMPLE = 5_000


def guess(text: str, declared: str | None = None) -> str:
    """Return a BCP 47 tag: what the words say, else what was declared, else ``und``."""
    declared = _tag(declared)
    words = re.findall(r"[^\W\d_]+", text[:SAMPLE].casefold())
    counts = Counter({code: sum(word in _common(code) for word in words) for code in _known()})
    (best, most), (_, second) = counts.most_common(2)
    if not words or most < LEAST_SHARE * len(words) or most < LEAST_LEAD * second:
        return declared or "und"
    return declared if declared and declared.partition("-")[0] == best else best


def _tag(declared: str | None) -> str | None:
    found = re.fullmatch(r"\s*([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8})*)\s*", declared or "")
    return found[1].lower() + found[2].replace("_", "-") if found else None


@cache
def _known() -> tuple[str, ...]:
    return tuple(code for code in LANGUAGES if _common(code))


@cache
def _common(code: str) -> frozenset[str]:
    try:
        module = importlib.import_module(f"spacy.lang.{code}.stop_words")
    except ImportError:
        return frozenset()
    return frozenset(module.STOP_WORDS)
