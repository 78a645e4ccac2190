"""Pictures of every page of the site at two widths, in build/screenshots, to be looked at.

Opens each page as a file in Chromium and fails when a page logs an error, asks for anything beyond
its own folder, or leaves a chart undrawn.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from muster.project import Project

WIDTHS = {"desk": 1280, "phone": 390}


def main() -> int:
    project = Project.find()
    site = (project.build / "site").resolve()
    target = project.build / "screenshots"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        for path in sorted(site.glob("*.html")):
            for name, width in WIDTHS.items():
                page = browser.new_page(viewport={"width": width, "height": 900})
                faults += _look(page, site, path)
                picture = target / f"{path.stem}-{name}.png"
                page.screenshot(path=picture, full_page=True)
                page.close()
                print(picture)
        browser.close()
    print("\n".join(faults))
    return 1 if faults else 0


def _look(page: Page, site: Path, path: Path) -> list[str]:
    faults: list[str] = []
    page.on(
        "console", lambda m: faults.append(f"{path.name}: {m.text}") if m.type == "error" else None
    )
    page.on("pageerror", lambda error: faults.append(f"{path.name}: {error}"))
    page.on(
        "request",
        lambda request: (
            faults.append(f"{path.name}: asked for {request.url}")
            if not request.url.startswith((site.as_uri(), "data:", "blob:"))
            else None
        ),
    )
    page.goto(path.as_uri())
    charts = page.locator(".muster-chart")
    for number in range(charts.count()):
        try:
            charts.nth(number).locator("svg.marks").wait_for(timeout=10_000)
        except Exception as error:
            faults.append(f"{path.name}: chart {number + 1} was not drawn: {error}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
