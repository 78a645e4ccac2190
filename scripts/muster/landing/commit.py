"""All seeds of a batch or none: what a landing changes goes into the files by way of a journal.

The new files are first written into ``store/journal``; then ``commit.json`` is put beside them, in
one step, and that is the moment at which the batch has landed. Only then are the seeds replaced,
one after the other. A landing that was killed before that moment changed nothing; one that was
killed after it is finished by the next.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from muster.durable import forget_parts, sync, write_whole
from muster.landing.store import Store
from muster.project import MusterError


def commit(root: Path, store: Store, files: Mapping[str, bytes]) -> list[str]:
    """Replace files of the project by new contents, all of them or none; return those that changed.

    Args:
        root: the project's folder.
        store: where the journal is kept; the caller holds its lock.
        files: contents by path below ``root``.
    """
    changed = {}
    for name, content in files.items():
        before = _digest(root / name)
        after = hashlib.sha256(content).hexdigest()
        if before != after:
            write_whole(store.journal / after, content)
            changed[name] = {"before": before, "after": after}
    if changed:
        write_whole(store.journal / "commit.json", json.dumps(changed, indent=1).encode())
        sync(store.journal)
    finish(root, store)
    return sorted(changed)


def is_unfinished(store: Store) -> bool:
    """Tell whether a landing was killed while it replaced the seeds."""
    return (store.journal / "commit.json").exists()


def finish(root: Path, store: Store) -> list[str]:
    """Finish a batch that has landed but is not in all of its files yet; return those files.

    Raises:
        MusterError: somebody has edited one of the files since; nothing is changed.
    """
    if not is_unfinished(store):
        shutil.rmtree(store.journal, ignore_errors=True)
        return []
    entries = _entries(store)
    for name, entry in entries.items():
        if _digest(root / name) not in (entry["before"], entry["after"]):
            raise MusterError(
                f"{name}: found another file than the unfinished landing began with; bring back "
                f"the file as it was (git checkout {name}), run `muster land` to finish, and make "
                f"the edit again; or give the landing up: rm -r {store.journal}"
            )
    for name, entry in entries.items():
        if _digest(root / name) != entry["after"]:
            # not renamed: the store may lie on another disk
            write_whole(root / name, (store.journal / str(entry["after"])).read_bytes())
            sync((root / name).parent)
        forget_parts(root / name)
    (store.journal / "commit.json").unlink()
    shutil.rmtree(store.journal, ignore_errors=True)
    return sorted(entries)


def _entries(store: Store) -> dict[str, dict[str, str | None]]:
    path = store.journal / "commit.json"
    try:
        entries = json.loads(path.read_text("utf-8"))
        for entry in entries.values():
            content = (store.journal / entry["after"]).read_bytes()
            if hashlib.sha256(content).hexdigest() != entry["after"]:
                raise ValueError(f"{entry['after']} holds another text")
    except (ValueError, AttributeError, TypeError, KeyError, OSError) as error:
        raise MusterError(
            f"{path}: found a damaged journal ({error}); bring the seeds back by git, remove the "
            f"folder {store.journal}, and land the articles again"
        ) from error
    return dict(entries)


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None
