"""Files that a crash or a power failure leaves as they were or as they should be, never in part."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and onto the disk; several processes may write the same.

    The folder is not synced: whoever needs the file to be found after a power failure does that,
    once for all files of the folder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(fresh, path)
    except OSError:
        # a full disk must not become fuller with every try
        fresh.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Have the disk hold what the system says it holds: a file's bytes, or a folder's names."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Sync a folder with all files and folders below it."""
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)


def forget_parts(path: Path) -> None:
    """Remove what killed processes left of tries to write the file ``path``."""
    for rest in path.parent.glob(f".{path.name}.*.new"):
        rest.unlink(missing_ok=True)
