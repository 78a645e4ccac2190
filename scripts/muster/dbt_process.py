"""dbt as a process that ends with the one that started it.

A build that is killed cannot end its dbt, which would go on and write among the files of the next
build. So this process reads from a pipe that only its parent holds: when that closes, it goes.
"""

from __future__ import annotations

import os
import threading


def _end_with_parent() -> None:
    # not by sys.stdin, whose lock this thread would hold when the process wants to end
    while os.read(0, 4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from dbt.cli.main import cli

    cli()
