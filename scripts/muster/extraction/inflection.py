"""The forms of a word from its base form, by the endings and exceptions that a pack lists."""

from __future__ import annotations

import re
from collections.abc import Mapping


def inflected(phrase: str, endings: Mapping[str, str], irregular: Mapping[str, str]) -> list[str]:
    """Return a verb in all its forms; of several words the first is inflected.

    Args:
        phrase: the base form, such as "take over".
        endings: patterns of the end of a base form with the endings that take its place; the
            first that matches counts.
        irregular: base forms with all their other forms.

    >>> inflected("carry out", {"y": "ies ied ying"}, {})
    ['carry out', 'carries out', 'carried out', 'carrying out']
    """
    base, *rest = phrase.split(" ", maxsplit=1)
    if base in irregular:
        forms = irregular[base].split()
    else:
        end = next(end for end in endings if re.search(f"{end}$", base))
        stem = re.sub(f"{end}$", "", base, count=1)
        forms = [stem + ending for ending in endings[end].split()]
    return [" ".join([form, *rest]) for form in (base, *forms)]
