"""Pictures of the pages of the site at two widths, light and dark, in build/screenshots, to be looked at.

Opens each page as a file in Chromium and fails when a page logs an error, asks for anything beyond
its own folder, leaves a chart undrawn, or is broader than its screen. Of the countries and speakers,
which are alike, a picture of the fullest is taken.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from chromium import chromium, faults_of
from playwright.sync_api import Browser

from muster.project import Project

WIDTHS = {"desk": 1280, "phone": 390}
SCHEMES = ("light", "dark")


def main() -> int:
    project = Project.find()
    site = (project.build / "site").resolve()
    target = project.build / "screenshots"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    faults: list[str] = []
    with chromium() as browser:
        for name, address in _pages(site).items():
            for width in WIDTHS:
                for scheme in SCHEMES:
                    picture = target / f"{name}-{width}-{scheme}.png"
                    faults += _take(browser, site, address, picture)
                    print(picture)
    print("\n".join(faults))
    return 1 if faults else 0


def _pages(site: Path) -> dict[str, str]:
    """Give the address of each page to look at, by the name of its picture."""
    shown = {path.stem: path.as_uri() for path in sorted(site.glob("*.html"))}
    for kind in ("figure", "event"):
        part = max((site / "data" / kind).glob("*.js"), key=lambda path: path.stat().st_size)
        each = part.read_text("utf-8").split('"', 2)[1]
        shown[kind] = f"{(site / kind).as_uri()}.html?id={each}"
    for folder in ("country", "speaker"):
        fullest = max((site / folder).glob("*.html"), key=lambda path: path.stat().st_size)
        shown[folder] = fullest.as_uri()
    return shown


def _take(browser: Browser, site: Path, address: str, picture: Path) -> list[str]:
    _, width, scheme = picture.stem.rsplit("-", 2)
    page = browser.new_page(
        viewport={"width": WIDTHS[width], "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    with faults_of(page, site, picture.stem) as faults:
        page.goto(address)
        charts = page.locator(".muster-chart")
        for number in range(charts.count()):
            try:
                charts.nth(number).locator("svg.marks").wait_for(timeout=20_000)
            except Exception as error:
                faults.append(f"{picture.stem}: chart {number + 1} was not drawn: {error}")
        page.screenshot(path=picture, full_page=True)
        broad = page.evaluate("document.documentElement.scrollWidth")
        if broad > WIDTHS[width]:
            faults.append(f"{picture.stem}: {broad} pixels broad")
    page.close()
    return faults


if __name__ == "__main__":
    sys.exit(main())
