"""dbt as a process that ends with the one that started it.

A build that is killed cannot end its dbt, which would go on and write among the files of the next
build. So this process reads from a pipe that only its parent holds: when that closes, it goes.
Another dbt than dbt Core takes this process over, and is ended by the system.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1
"""Of Linux's prctl: which signal a process gets when its parent is gone."""


def _end_with_parent() -> None:
    # not by sys.stdin, whose lock this thread would hold when the process wants to end
    while os.read(0, 4096):
        pass
    os._exit(1)


def _become(program: str) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.execv(program, [program, *sys.argv[1:]])  # noqa: S606 (needs no shell)


if __name__ == "__main__":
    if program := os.environ.get("MUSTER_DBT"):
        _become(program)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from dbt.cli.main import cli

    cli()
