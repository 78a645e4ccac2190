"""The one text of an article, to which every offset and the SHA-256 refer.

The rules are few, so that an offset into the canonical text is an offset into what one sees:

1. Line ends (CRLF, CR, NEL, LS, PS, VT, FF) become LF.
2. Control characters other than tab and LF, and lone surrogates, become a blank, one for one.
3. Marks beyond the thirtieth on one letter become U+FFFD, one for one (no script writes so many,
   and normalising them takes quadratic time; the limit is that of Unicode's annex 15).
4. The whole is put into NFC.
5. White space at the end goes. At the start it stays: nothing before the end moves.

The text of an HTML page is what trafilatura takes for the article, a blank line between blocks.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

MOST_MARKS = 30


def canonical(text: str) -> str:
    """Put a text into its canonical form; doing it twice changes nothing."""
    text = _LINE_ENDS.sub("\n", text)
    text = _CONTROLS.sub(" ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _with_few_marks(text))
    return text.rstrip()


def sha256(text: str) -> str:
    """Return the SHA-256 of a canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_MAYBE_TOO_MANY_MARKS = re.compile(rf"[^\x00-\u02ff]{{{MOST_MARKS + 1}}}")


def _with_few_marks(text: str) -> str:
    if not _MAYBE_TOO_MANY_MARKS.search(text):
        return text
    characters = list(text)
    run = 0
    for position, character in enumerate(characters):
        run = run + 1 if unicodedata.combining(character) else 0
        if run > MOST_MARKS:
            characters[position] = "\ufffd"
    return "".join(characters)
