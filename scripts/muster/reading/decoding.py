"""From bytes to characters: unpacked, told apart from what is no text, and decoded."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib

from muster.reading.pages import MOST_BYTES, NoArticle

MOST_CHARACTERS = 1_000_000
"""Longest text of an article, in code points."""


def decoded(raw: bytes, content_type: str | None) -> str:
    """Return what bytes say, gzip unpacked: by mark, as UTF-8, as declared, as it looks.

    Raises:
        NoArticle: they are no text, or too many.
    """
    raw = _inflated(raw)
    _refuse_binary(raw)
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    if b"\x00" in raw:
        raise NoArticle("binary data (it holds NUL bytes), expected text or HTML")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # one sign cut in half at the end, as in a download that broke off, is no other encoding
        if error.end >= len(raw) - 3 and error.start > 0:
            return raw[: error.start].decode("utf-8")
    declared = re.search(
        rb"charset=[\"']?([\w.:-]{1,40})", (content_type or "").encode() + raw[:2048]
    )
    if declared and (text := _strictly(raw, declared[1].decode("ascii", "replace"))) is not None:
        return text
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:100_000]).best()
    text = _strictly(raw, best.encoding) if best else None
    if text is None:
        raise NoArticle("text in an unknown or mixed encoding; save it as UTF-8 and land it again")
    return text


def refuse_what_is_no_text(text: str) -> None:
    """Refuse what was decoded and still is no text, or longer than any article.

    Raises:
        NoArticle: it is one of these.
    """
    if len(text) > MOST_CHARACTERS:
        raise NoArticle(f"{len(text):,} characters; no article has more than {MOST_CHARACTERS:,}")
    sample = text[:100_000]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        raise NoArticle("no letters in it")
    if len(_RUBBISH.findall(sample)) > max(4, len(sample) // 50):
        raise NoArticle("binary data or a wrong encoding, expected text or HTML")


def _inflated(raw: bytes) -> bytes:
    if len(raw) > MOST_BYTES:
        raise NoArticle(
            f"{len(raw) / 1e6:,.0f} MB; no article has more than {MOST_BYTES / 1e6:.0f} MB"
        )
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        with gzip.open(io.BytesIO(raw)) as stream:
            inflated = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise NoArticle(f"damaged or cut-off gzip ({error})") from error
    if len(inflated) > MOST_BYTES:
        raise NoArticle(f"gzip that inflates to more than {MOST_BYTES / 1e6:.0f} MB")
    return inflated


_MAGIC = {
    b"%PDF": "a PDF; save its text and land that",
    b"PK\x03\x04": "a ZIP archive or an office document; save its text and land that",
    b"\xd0\xcf\x11\xe0": "an office document; save its text and land that",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"RIFF": "a picture, sound or film",
    b"OggS": "sound or film",
    b"ID3": "sound",
    b"\x7fELF": "a program",
    b"BZh": "a bzip2 archive; unpack it first",
    b"\xfd7zXZ": "an xz archive; unpack it first",
    b"\x28\xb5\x2f\xfd": "a zstd archive; unpack it first",
}


def _refuse_binary(raw: bytes) -> None:
    if not raw.strip():
        raise NoArticle("empty")
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            raise NoArticle(what)


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeError, LookupError):
        return None


_RUBBISH = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
