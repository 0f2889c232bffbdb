"""Take the pictures of README and handbook from the running page, with the sample.

``python -m scripts.make_pictures`` writes ``docs/images/*.png``. Needs Debian's chromium.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDTH, HEIGHT = 1200, 900
QUESTION = "Wer prüft geklebte oder geschweißte Leichtbauteile?"
RESULTS = {"q": QUESTION, "region": "Brandenburg"}


def take(page: Page, address: str, name: str, *, height: int = HEIGHT) -> None:
    """Write one picture of the upper part of a page."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / name)


def main() -> None:
    """Start the demonstration, take all pictures, stop it."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    command = [str(Path(sys.executable).with_name("partnermatch")), "demo"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
    if server.stdout is None:
        raise RuntimeError("the demonstration has no output to read its address from")
    try:
        base = next(line.strip() for line in server.stdout if line.startswith("http://"))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium",
                args=["--no-sandbox", "--disable-background-networking"],
            )
            page = browser.new_page()
            take(page, f"{base}/?{urlencode(RESULTS)}", "startseite.png")
            take(page, f"{base}/?{urlencode({'profil': 'mhw-001'})}", "vorschlaege.png")
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=30)


if __name__ == "__main__":
    main()
