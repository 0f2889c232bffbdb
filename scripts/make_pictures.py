"""Take the pictures of README and handbook from the running pages, with the sample.

``python -m scripts.make_pictures`` writes ``docs/images/*.png``. Needs Debian's chromium.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import FilePayload, Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDTH, HEIGHT = 1200, 900
QUESTION = {"q": "Wer prüft geklebte oder geschweißte Leichtbauteile?", "region": "Brandenburg"}
FIRM = "mhw-001"
NEED = "Wir möchten das Verzinken nicht mehr allein organisieren und beim Aufmaß Zeit sparen."
TEAM = {
    "text": "Bauteile für die Optik: Drehen und Fräsen, Wärmebehandlung, Galvanik, 3D-Messtechnik",
    "ort": "Rathenow",
    "km": "60",
}
SPREADSHEET = """Name;Art;PLZ;Ort;Bietet;Sucht
Drechslerei Finow;Handwerk;16225;Eberswalde;Wir drechseln Griffe und Füße aus Buche in kleinen \
Serien.;Wir suchen jemanden, der unsere Teile ölfrei trocknet.
Blechteile Nord;Unternehmen;1729;Prenzlau;Wir kanten Bleche bis drei Meter Länge.;Wir suchen eine \
Pulverbeschichtung in der Nähe.
"""


def take(page: Page, name: str, *, height: int = HEIGHT) -> None:
    """Write one picture of the upper part of what is shown."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / name)


def suggestions(page: Page) -> None:
    """Show a question with its answers, and tell what became of two of them."""
    page.goto(f"/?{urlencode(QUESTION)}")
    take(page, "startseite.png")
    page.goto(f"/?{urlencode({'profil': FIRM})}")
    take(page, "vorschlaege.png")
    for step in ("Kontaktiert", "Vorschlagen"):
        page.locator(".suggestion").get_by_role("button", name=step).first.click()
        page.wait_for_load_state("networkidle")
    page.get_by_text("Suche merken").first.click()
    page.get_by_role("button", name="Merken", exact=True).click()
    page.wait_for_load_state("networkidle")
    page.goto("/suchen")
    take(page, "suchen.png", height=620)


def sheet(page: Page) -> None:
    """Make an advice sheet."""
    page.goto(f"/beratung/neu?{urlencode({'betrieb': FIRM, 'anliegen': NEED})}")
    take(page, "bogen-neu.png")
    page.get_by_role("button", name="Bogen zusammenstellen").click()
    page.wait_for_load_state("networkidle")
    take(page, "bogen.png", height=1200)


def members(page: Page) -> None:
    """Show the members, an import with a mistake, and the editor."""
    page.goto("/mitglieder")
    take(page, "mitglieder.png")
    page.goto("/mitglieder/import")
    page.locator("input[type=file]").set_input_files(
        FilePayload(name="betriebe.csv", mimeType="text/csv", buffer=SPREADSHEET.encode())
    )
    page.locator("form[enctype] button").click()
    page.locator("table input").first.wait_for()
    take(page, "einlesen.png")
    page.goto(f"/mitglieder/{FIRM}/bearbeiten")
    take(page, "bearbeiten.png")


def desk(page: Page) -> None:
    """Show the pages that are looked at in the morning and at the end of a quarter."""
    for path, name in (
        ("/bedarfe", "bedarfe.png"),
        ("/ergebnisse", "ergebnisse.png"),
        ("/heute", "heute.png"),
    ):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(4000)  # figures that are worked out beside the page
        page.reload()
        take(page, name)


def more_than_two(page: Page) -> None:
    """Plan the example event, put a team together, build the atlas."""
    page.goto("/veranstaltungen")
    page.get_by_role("link", name="Startups treffen Industrie").first.click()
    page.get_by_role("link", name="Zum Plan").click()
    page.get_by_role("button", name="Plan erstellen").first.click()
    page.get_by_role("heading", name="Plan 1").wait_for(timeout=180_000)
    take(page, "veranstaltung.png", height=1100)
    page.goto(f"/gruppen?{urlencode(TEAM)}#vorschlag")
    take(page, "gruppen.png", height=1100)
    page.goto("/atlas")
    page.get_by_role("button", name="Atlas erstellen").click()
    page.get_by_text("Der Atlas ist fertig").wait_for(timeout=180_000)
    page.goto("/atlas")
    take(page, "atlas.png", height=1100)


@contextmanager
def demonstration() -> Iterator[str]:
    """Run the demonstration in a new home; yield its address."""
    command = [str(Path(sys.executable).with_name("partnermatch")), "demo"]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"PARTNERMATCH_HOME": home}
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        if server.stdout is None:
            raise RuntimeError("the demonstration has no output to read its address from")
        try:
            yield next(line.strip() for line in server.stdout if line.startswith("http://"))
        finally:
            server.terminate()
            server.wait(timeout=30)


def main() -> None:
    """Start the demonstration, take all pictures, stop it."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-background-networking"],
        )
        page = browser.new_page(base_url=address, locale="de-DE")
        for part in (suggestions, sheet, members, desk, more_than_two):
            part(page)
        browser.close()


if __name__ == "__main__":
    main()
