"""A real server on the loopback address, and Chromium in front of it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.app import create_app
from api.work.service import Service, open_service
from api.work.settings import Settings
from data.files import sample_profiles
from data.store.profiles import open_store

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
PATIENCE_MS = 10_000
"""Machines that run tests may have much else to do."""
GONE_ELSEWHERE = ("htmx:sendAbort", "htmx:afterRequest")
"""What htmx logs of a request that was under way when somebody left the page. A request that fails
logs an error of its own beside the second."""


@contextmanager
def served(service: Service) -> Iterator[str]:
    """Serve until the block ends; yields the address."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(service), log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over part of the sample."""
    home = tmp_path_factory.mktemp("browser")
    settings = Settings.model_validate({"home": home, "model": "hashing", "poll_seconds": 0})
    with open_store(settings.store_url) as store:
        store.put(list(sample_profiles())[::5])
    with open_service(settings) as service, served(service) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as Debian ships it."""
    if not CHROMIUM.exists():
        pytest.skip(f"NO BROWSER: {CHROMIUM} is not installed")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """A tab that complains about anything a page logs as an error or fetches from elsewhere."""
    complaints: list[str] = []
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "request",
        lambda r: None if r.url.startswith(address) else complaints.append(f"fetches {r.url}"),
    )
    yield opened
    context.close()
    assert [c for c in complaints if not c.startswith(GONE_ELSEWHERE)] == []


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The tab that most tests work in."""
    with tab(browser, address) as opened:
        yield opened
