"""What to do when the system refuses: a disk that is full, a folder that cannot be written to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from muster.project import MusterError

ADVICE = {
    ("No space left on device", "Disk quota exceeded", "File too large"): (
        "free some space there, or raise the limit, and run it again; what was published stays"
    ),
    ("Read-only file system", "Permission denied", "Operation not permitted"): (
        "let the user who runs this write there, and run it again; what was published stays"
    ),
    ("Out of Memory", "Cannot allocate memory"): (
        "free some memory, or run it where there is more; what was published stays"
    ),
}
"""Words of the system or of DuckDB, and what a person can do about it."""


def advice(message: str) -> str:
    """Say what to do about a message of the system; an empty text where there is nothing to say."""
    for words, what_to_do in ADVICE.items():
        if any(word.lower() in message.lower() for word in words):
            return what_to_do
    return ""


@contextmanager
def database_errors_told() -> Iterator[None]:
    """Turn what DuckDB raises in a block into an error that a person can read.

    Raises:
        MusterError: DuckDB failed, as on a full disk.
    """
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise MusterError(f"the database failed: {error}") from error
