"""The grades of claims beside answers, and how they are counted."""

from __future__ import annotations

from data.files import sample_profiles
from evaluation.studies.claims_made import Study, Told, lines, load_grades
from tests.support.proving import proving_matcher


def test_grades_are_of_statements_and_profiles_of_the_sample() -> None:
    known = {profile.id: profile for profile in sample_profiles()}
    for grades in load_grades().values():
        for (asker, at), partners in grades.items():
            assert -1 <= at < len(known[asker].statements)
            assert partners.keys() <= known.keys() - {asker}
            assert set(partners.values()) <= {0, 1, 2}


def test_claims_are_counted_by_their_grades() -> None:
    profiles = [profile for profile in sample_profiles() if profile.id[:3] in ("opt", "met")]
    study = Study(proving_matcher(profiles), profiles)
    (asker, at), grades = next(
        (key, grades)
        for key, grades in load_grades()["peers"].items()
        if key[0][:3] in ("opt", "met")
    )
    study._grades = {"peers": {(asker, at): grades}, "customer": {}, "unmet": {}}
    study.claims()
    good = sum(grade >= 2 for grade in grades.values())
    assert sum(study.told.good.values()) == good


def test_lines_name_rate_and_share() -> None:
    told = Told()
    told.truths["peers: answers"].add(2)
    told.good["peers", True] += 1
    assert list(lines(told)) == [
        "peers: answers: true 1.00 (0.21-1.00) of 1 judged (0 unjudged)",
        "peers: 1 of 1 good pairs claimed",
    ]
