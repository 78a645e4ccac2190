"""Chromium as the checks of the pages use it, and what a page may not do in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@contextmanager
def faults_of(page: Page, site: Path, name: str) -> Iterator[list[str]]:
    """Collect errors that a page logs, and requests for anything beyond its folder."""
    faults: list[str] = []
    page.on("console", lambda m: faults.append(f"{name}: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"{name}: {error}"))
    page.on(
        "request",
        lambda request: (
            faults.append(f"{name}: asked for {request.url}")
            if not request.url.startswith((site.as_uri(), "data:", "blob:"))
            else None
        ),
    )
    yield faults
