"""Characters that nobody sees: with them two texts look the same and are not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

VISIBLE = "text that everybody sees, and plain blanks"
"""What is expected in place of such a character."""


def invisible(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sort of invisible character in ``text`` once: where it is first, and its name."""
    if text.isprintable() and not _LOOKS_EMPTY.search(text):
        return
    seen = set()
    for position, character in enumerate(text):
        if character not in seen and _is_invisible(text, position):
            seen.add(character)
            name = unicodedata.name(character, "a control character")
            yield position, f"U+{ord(character):04X} ({name})"


def _is_invisible(text: str, position: int) -> bool:
    """Tell whether nobody can see the character at ``position``.

    Such are all that Unicode calls control, format, separator (but the blank), private or
    unassigned, and the few letters and marks that look like nothing.

    U+200C and U+200D, which join and part letters, are spelling in Persian, Bengali or Sinhala,
    and only there: beside a virama, or between two Arabic letters (after RFC 5892, appendix A,
    which lets them into domain names; Bengali also has them before the virama).
    """
    character = text[position]
    if character in "\u200c\u200d":
        beside = text[position - 1 : position], text[position + 1 : position + 2]
        at_virama = any(unicodedata.combining(c) == _VIRAMA for c in beside if c)
        in_arabic = all(unicodedata.name(c, "").startswith("ARABIC LETTER") for c in beside if c)
        return not (at_virama or (in_arabic and all(beside)))
    return not character.isprintable() or _LOOKS_EMPTY.match(character) is not None


_VIRAMA = 9
"""Canonical combining class of the mark that silences a consonant's vowel."""

_LOOKS_EMPTY = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u2800\u3164\ufe00-\ufe0f\uffa0\ufffd"
    "\U000e0100-\U000e01ef]"
)
"""Joiners, fillers, variation selectors, the empty Braille pattern, and the mark of lost text."""


def without_controls(text: str) -> str:
    """Take out the control characters, by which a text could steer a terminal."""
    return "".join(c for c in text if unicodedata.category(c) != "Cc")
