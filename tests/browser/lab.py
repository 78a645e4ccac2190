"""JupyterLab as people use it: open the first notebook, run all its cells, look for the charts.

Starts `muster lab` on a copy of the notebooks beside the published file, and fails when a cell shows
an error or a chart of the notebook is not drawn.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from muster.project import Project

MUSTER = Path(sys.executable).with_name("muster")
START_SECONDS = 60
RUN_SECONDS = 180

CHART = ".muster-chart"
DRAWN = f"{CHART}:has(svg.marks)"
# JupyterLab shows a traceback as it shows warnings; no notebook should show either
ERROR = '[data-mime-type="application/vnd.jupyter.stderr"]'


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        _lab(_copy(Project.find(), Path(folder)), Path(folder)) as (project, address, token),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        notebook = project.notebooks[0]
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/lab/tree/notebooks/{notebook.name}?token={token}")
        _run_all_cells(page)
        faults = _look(page, _charts_in(notebook))
        browser.close()
    print("\n".join(faults) or f"{notebook.name}: every cell ran, every chart is drawn")
    return 1 if faults else 0


def _copy(project: Project, folder: Path) -> Project:
    """Lay the notebooks, which JupyterLab saves, beside links to everything that it only reads."""
    root = folder / "project"
    root.mkdir()
    for path in project.root.iterdir():
        if path.name == "notebooks":
            shutil.copytree(path, root / path.name)
        else:
            (root / path.name).symlink_to(path)
    return Project(root)


@contextmanager
def _lab(project: Project, folder: Path) -> Iterator[tuple[Project, str, str]]:
    """Run `muster lab` with settings of its own, and give its address and token."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    options = [
        "--no-browser", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}",
        *(["--allow-root"] if os.geteuid() == 0 else []),
    ]  # fmt: skip
    own = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    log = folder / "lab.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [MUSTER, "lab", *options],
            env={**os.environ, **own, "MUSTER_PROJECT": str(project.root)},
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(server, f"{address}/api?token={token}", log)
        yield project, address, token
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(START_SECONDS * 5):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    sys.exit(f"muster lab did not start:\n{log.read_text('utf-8')}")


def _run_all_cells(page: Page) -> None:
    idle = page.get_by_text(re.compile(r"^Python 3 .*\| Idle$"))
    idle.wait_for(timeout=START_SECONDS * 1000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.locator(f"{CHART}, {ERROR}").first.wait_for(state="attached", timeout=RUN_SECONDS * 1000)
    expect(page.get_by_text("[*]:")).to_have_count(0, timeout=RUN_SECONDS * 1000)


def _look(page: Page, wanted: int) -> list[str]:
    """Scroll down the notebook, of which JupyterLab keeps only a window, and look at each chart."""
    drawn: set[str] = set()
    errors: set[str] = set()
    panel = page.locator(".jp-WindowedPanel-outer")
    panel.evaluate("panel => panel.scrollTo(0, 0)")
    at, before = 0, -1
    while at > before:
        page.wait_for_timeout(150)
        errors |= set(page.locator(ERROR).all_text_contents())
        drawn |= set(page.locator(DRAWN).evaluate_all("charts => charts.map(c => c.id)"))
        at, before = panel.evaluate("p => { p.scrollBy(0, 400); return p.scrollTop }"), at
    faults = [f"a cell shows an error:\n{error}" for error in sorted(errors)]
    if len(drawn) < wanted:
        faults.append(f"found {len(drawn)} charts drawn, expected {wanted}")
    return faults


def _charts_in(notebook: Path) -> int:
    """Count the charts of a notebook: each has a title."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return sum(source.count("\n    title=") for source in code)


if __name__ == "__main__":
    sys.exit(main())
