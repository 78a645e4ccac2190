"""The pages as people use them: filters filter, numbers lead to their figures, keys reach everything."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from chromium import chromium, faults_of
from playwright.sync_api import Page, expect

from muster.project import Project


def main() -> int:
    site = (Project.find().build / "site").resolve()
    faults: list[str] = []
    with chromium() as browser:
        for check in (_filters_filter, _a_number_leads_to_its_figure, _an_unknown_id_is_said,
                      _keys_reach_the_content, _a_chart_has_a_table, _a_denial_leads_to_what_it_denies,
                      _a_phone_shows_whole_labels, _the_lineage_is_drawn):  # fmt: skip
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            with faults_of(page, site, check.__name__) as found:
                try:
                    check(page, site)
                except AssertionError as error:
                    found.append(f"{check.__name__}: {error}")
            faults += found
            page.close()
    print("\n".join(faults) or "the pages do what people expect of them")
    return 1 if faults else 0


def _filters_filter(page: Page, site: Path) -> None:
    page.goto((site / "timeline.html").as_uri())
    found = page.locator("#found")
    expect(found).to_have_text(re.compile(r"^[\d]+ events and [\d]+ figures$"))
    expect(page.locator("#chart svg.marks")).to_be_visible()
    everything = found.inner_text()
    for name in ("place", "type", "actor", "outlet"):
        control = page.locator(f"select[name={name}]")
        value = control.locator("option").nth(3).get_attribute("value")
        control.select_option(value)
        expect(found).not_to_have_text(everything)
        expect(page.locator("#entries li").first).to_be_visible()
        assert f"{name}={value}".replace("+", "%2B") in page.url, "a view can be linked to"
        page.get_by_role("button", name="Clear").click()
        expect(found).to_have_text(everything)
    month = page.locator("select[name=month]")
    month.select_option(index=2)
    expect(page.locator("#entries h2")).to_have_count(1)
    expect(page.locator("#entries h2")).to_have_text(month.locator("option:checked").inner_text())
    page.goto((site / "timeline.html").as_uri() + "#place=IRQ")
    page.reload()
    expect(page.locator("select[name=place]")).to_have_value("IRQ")
    expect(found).not_to_have_text(everything)


def _a_number_leads_to_its_figure(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    number = page.locator(".headlines b").first
    words = number.inner_text()
    number.click()
    expect(page.locator("h1")).to_have_text(re.compile(re.escape(words), re.IGNORECASE))
    expect(page.locator(".tree a[href^=http]").first).to_be_visible()
    page.locator(".facts a").last.click()
    expect(page.locator("h2").first).to_be_visible()
    assert "/speaker/" in page.url


def _an_unknown_id_is_said(page: Page, site: Path) -> None:
    for text in ("", "nothing", "../../x", "%3Cimg%20src%3Dx%3E"):
        page.goto(f"{(site / 'figure.html').as_uri()}?id={text}")
        expect(page.locator("h1")).to_have_text("Not in this publication")


def _keys_reach_the_content(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.getElementById('content').contains(document.activeElement)")
    assert inside, "after the skip link the next stop is in the content"


def _a_chart_has_a_table(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    chart = page.get_by_role("figure").first
    expect(chart).to_have_accessible_name(re.compile(r"\?$"))
    chart.locator("summary").click()
    expect(chart.locator("tr").nth(1)).to_be_visible()


def _a_denial_leads_to_what_it_denies(page: Page, site: Path) -> None:
    page.goto((site / "contradictions.html").as_uri())
    page.locator("#denials ~ .against a[href^='event.html']").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.locator(".entries .claim").first.click()
    expect(page.get_by_role("heading", name="What others deny of the same country")).to_be_visible()


def _a_phone_shows_whole_labels(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((site / "country" / "IRQ.html").as_uri())
    chart = page.locator(".muster-chart").first
    expect(chart.locator("svg.marks")).to_be_visible()
    labels = chart.locator(".role-axis-label text").all_text_contents()
    assert any("recruited" in label for label in labels), labels
    assert not [label for label in labels if "…" in label]


def _the_lineage_is_drawn(page: Page, site: Path) -> None:
    page.goto((site / "lineage.html").as_uri())
    expect(page.get_by_role("heading", name="How the tables are made")).to_be_visible()
    page.goto((site / "lineage.html").as_uri() + "#!/model/model.muster.figures")
    expect(page.get_by_text("is_lower_open", exact=True)).to_be_visible()
    page.get_by_title("View Lineage Graph").click()
    expect(page.locator("canvas").first).to_be_visible()


if __name__ == "__main__":
    sys.exit(main())
