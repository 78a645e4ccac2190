"""One build at a time, and one writer of the seeds.

The system frees a lock when its process ends, however it ends: a lock file of a dead process stops
nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muster.project import BusyError, Project


@contextmanager
def only_build(project: Project) -> Iterator[None]:
    """Hold the project's build lock.

    Raises:
        BusyError: another build, or a rollback, holds it.
    """
    with _held(project.build / ".lock", "another build of this project is running"):
        yield


@contextmanager
def only_writer(project: Project) -> Iterator[None]:
    """Hold the lock of whoever writes seeds and store.

    Raises:
        BusyError: another landing, or a tidying, holds it.
    """
    with _held(project.store / "landing.lock", "another landing is at work on the seeds"):
        yield


@contextmanager
def _held(path: Path, busy: str) -> Iterator[None]:
    from filelock import FileLock, Timeout

    path.parent.mkdir(exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        holder = f" ({who})" if (who := _holder(path)) else ""
        raise BusyError(
            f"{busy}{holder}; this one did nothing. Run it again when that one is done"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _holder(path: Path) -> str:
    """Tell which process holds a lock, where the system says so (Linux)."""
    try:
        inode = path.stat().st_ino
        locks = [line.split() for line in Path("/proc/locks").read_text("ascii").splitlines()]
        for pid in [fields[4] for fields in locks if fields[5].endswith(f":{inode}")]:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            words = b" ".join(command).decode("utf-8", "replace").split()
            return f"process {pid}: {' '.join(words)[:120]}"
    except (OSError, IndexError):
        pass
    return ""
