"""Killing a piece of work at each of its steps: a process of its own dies before one system call.

Run as a program, so that the processes it forks are of one thread: FOLDER WHAT.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import small_publications as small

from muster.project import Project
from muster.rollback import roll_back

CALLS = ("fsync", "rename", "replace", "mkdir", "symlink", "unlink", "rmdir", "open")
"""What changes a disk, of the calls that publishing makes."""


def kill_at(step: int, work: Callable[[], object]) -> bool:
    """Do the work in a process that is killed before its ``step``-th call; False if it has fewer."""
    pid = os.fork()
    if pid == 0:
        left = step

        def watched(call: Callable[..., object]) -> Callable[..., object]:
            def watch(*arguments: object, **named: object) -> object:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*arguments, **named)

            return watch

        for name in CALLS:
            setattr(os, name, watched(getattr(os, name)))
        work()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or status == 0, "the work itself failed"
    return os.WIFSIGNALED(status)


def kill_everywhere(project: Project, what: str) -> int:
    """Kill publishing, or a rollback, at each step; return how many kills were survived."""
    step = 0
    while True:
        small.forget(project)
        for number in (1, 2, 3):
            small.publish(project, number, in_duckdb=False)
        step += 1
        if what == "publish":
            was_killed = kill_at(step, lambda: small.publish(project, 4, in_duckdb=False))
            expected = {3, 4}
        else:
            was_killed = kill_at(step, lambda: roll_back(project))
            expected = {2, 3}
        assert small.shown(project) in expected, f"killed before call {step}"
        small.publish(project, 5, in_duckdb=False)
        assert small.shown(project) == 5, f"killed before call {step}"
        assert small.rests(project) == [], f"killed before call {step}"
        if not was_killed:
            return step - 1


if __name__ == "__main__":
    print(kill_everywhere(Project(Path(sys.argv[1])), sys.argv[2]))
