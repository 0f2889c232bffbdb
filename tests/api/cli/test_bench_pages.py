"""The measurement of the pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from api.cli.evaluation.bench_pages import ENGINE, PAGES, labels, measure_pages
from api.work.service import open_service
from api.work.settings import Settings
from data.files import sample_profiles
from data.store.profiles import open_store


def test_every_page_is_measured_and_nothing_is_kept(tmp_path: Path) -> None:
    base = {"home": tmp_path, "model": "hashing", "poll_seconds": 0, "tenant": "hwk"}
    settings = Settings.model_validate(base)
    with open_store(settings.store_url) as store:
        store.put(list(sample_profiles())[::40])
    seen: list[tuple[int, int]] = []
    with open_service(settings) as service:
        log = service.feedback
        # In a thread of its own: tests with a browser leave their event loop in this one.
        with ThreadPoolExecutor(1) as pool:
            tell = pool.submit(measure_pages, service, 3, lambda *told: seen.append(told))
            figures = tell.result()
        assert service.feedback is log
        assert log.log.counts().impressions == 0
    assert set(figures) == {ENGINE, *PAGES} == set(labels())
    assert all(0 < figure["p50"] <= figure["p95"] for figure in figures.values())
    assert seen[-1] == (3, 3)
