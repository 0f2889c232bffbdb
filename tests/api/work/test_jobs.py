"""Long work: told how far it is, kept for its tenant alone, and its failure is a sentence."""

from __future__ import annotations

import logging
import threading

import pytest

from api.work.jobs import AT_ONCE, Job, Jobs
from data.errors import NotFoundError, RequestError


def test_a_job_tells_how_far_it_is_and_keeps_its_result() -> None:
    jobs, middle, end = Jobs(), threading.Event(), threading.Event()

    def work(job: Job) -> str:
        job.enter("count")
        job.tell(3, 7)
        middle.set()
        assert end.wait(10)
        return "counted"

    job = jobs.start("kammer", work)
    assert middle.wait(10)
    assert (job.step, job.done, job.total, job.is_over) == ("count", 3, 7, False)
    end.set()
    assert job.wait(10)
    assert jobs.get("kammer", job.id).result == "counted"


def test_nobody_sees_the_job_of_another_tenant() -> None:
    jobs = Jobs()
    jobs.start("kammer", lambda _: 0, "liste.csv")
    job = jobs.start("kammer", lambda _: 1, "liste.csv")
    with pytest.raises(NotFoundError):
        jobs.get("cluster", job.id)
    assert jobs.latest("cluster", "liste.csv") is None
    assert jobs.latest("kammer", "liste.csv") is job


def test_what_goes_wrong_is_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    jobs = Jobs()

    def refuse(_: Job) -> None:
        raise RequestError("Das geht nicht.", "That cannot be done.")

    refused = jobs.start("kammer", refuse)
    with caplog.at_level(logging.CRITICAL, "api.work.jobs"):
        broken = jobs.start("kammer", lambda _: 1 // 0)
        assert refused.wait(10)
        assert broken.wait(10)
    assert str(refused.error) == "Das geht nicht."
    assert "unerwarteter Fehler" in str(broken.error)


def test_more_jobs_wait_for_their_turn() -> None:
    jobs, end = Jobs(), threading.Event()
    working = [jobs.start("kammer", lambda _: end.wait(10)) for _ in range(AT_ONCE)]
    last = jobs.start("kammer", lambda _: "last")
    assert not last.wait(0.05)
    end.set()
    assert all(job.wait(10) for job in (*working, last))
    assert last.result == "last"


def test_jobs_that_ended_long_ago_are_forgotten() -> None:
    jobs = Jobs(keep_seconds=-1)
    old = jobs.start("kammer", lambda _: 1)
    assert old.wait(10)
    old.ended_at = 0.0
    jobs.start("kammer", lambda _: 2)
    with pytest.raises(NotFoundError):
        jobs.get("kammer", old.id)
