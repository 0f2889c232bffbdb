from __future__ import annotations

import pytest

from tests.support.running import Run


def test_needs_without_an_answer_are_listed_with_the_nearest(indexed: Run) -> None:
    found = indexed("gaps", "-n", 5, "--json").json
    assert len(found) == 5
    assert {one["role"] for one in found} == {"need"}
    assert found == sorted(found, key=lambda one: one["strength"])
    assert all(one["nearest"]["profile_id"] != one["profile_id"] for one in found)


def test_offers_and_filters(indexed: Run) -> None:
    everywhere = indexed("gaps", "--offers", "-n", 1000, "--json").json
    assert {one["role"] for one in everywhere} == {"offer"}
    some = indexed("gaps", "--offers", "-n", 1000, "--in", "Berlin", "--kind", "Startup", "--json")
    assert 0 < len(some.json) < len(everywhere)


def test_a_smaller_reach_leaves_more_open(indexed: Run) -> None:
    counts = [
        len(indexed("gaps", "-n", 10_000, "--near", near, "--json").json)
        for near in ("1000km", "land", "kreis")
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]


def test_people_read_a_table_and_a_count(indexed: Run) -> None:
    ran = indexed("gaps", "-n", 2, "--lang", "en")
    assert ran.code == 0
    assert "nobody in sight" in " ".join(ran.out.split())
    assert "without a clear counterpart; shown: 2." in ran.err


@pytest.mark.parametrize(
    ("options", "place"),
    [
        (("--near", "mond"), "--near"),
        (("--in", "Prenzlu"), "--in: "),
        (("--sector", "Quatschkunde"), "--sector: "),
        (("--kind", "Drache"), "--kind: "),
    ],
)
def test_what_is_not_known_is_refused(run: Run, options: tuple[str, str], place: str) -> None:
    ran = run("gaps", *options)
    assert ran.code == 1
    assert place in ran.err
    assert options[1] in ran.err
