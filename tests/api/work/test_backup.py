"""A backup made while the server works brings everything back into an empty folder."""

from __future__ import annotations

import stat
import threading
import zipfile
from pathlib import Path

import pytest

from api.work.backup import MANIFEST, back_up, is_backup, restore
from api.work.identity import Identity, UserRole
from api.work.searches import keep
from api.work.service import Service, open_service
from api.work.sheets.compose import Order, author_of, compose, unstored_firm
from data.errors import StoreError
from data.feedback.outcomes import EventKind, Report
from data.office.searches import Owner
from data.profiles import Profile
from matcher.request import MatchRequest, Viewer
from tests.api.conftest import fill, settings_in
from tests.support.people import account, key
from tests.support.planned import event, plan

VIEWER = Viewer(tenant="default")
QUESTION = "Laserschweißen von Aluminium"
VEILED = {
    "id": "nachfolge",
    "name": "Zylka Treppenbau",
    "kind": "craft",
    "owner": "kammer",
    "visibility": "intermediary",
    "statements": [{"role": "offer", "text": "Laserschweißen von Aluminium für Treppen"}],
}


def work(service: Service) -> str:
    """Leave something of every kind; return the id of a profile that was deleted."""
    who = account(service, "anna@haus.example", UserRole.ADMIN)
    key(service)
    identity = Identity(VIEWER, UserRole.ADMIN, "Anna", who.id)
    keep(service, Owner("default", who.id), "Laser", f"/?q={QUESTION}", "de")
    order = Order(unstored_firm("Tischlerei", "17291", None), QUESTION)
    content = compose(service, identity, order)
    service.sheets.create("default", author_of(identity), content)
    service.events.add(event())
    service.events.keep_plan("default", plan())
    seen = service.find(VIEWER, limit=2).profiles
    report = Report(seeker=seen[0].id, profile_id=seen[1].id, kind=EventKind.CONTACTED)
    service.feedback.give(report, VIEWER)
    service.store.put([Profile.model_validate(VEILED)])
    service.store.delete([seen[1].id])
    service.follow()
    return seen[1].id


def told(service: Service) -> dict[str, object]:
    """Return what people see of an installation."""
    found = service.suggest(MatchRequest(question=QUESTION, k=20), VIEWER)
    (who,) = service.people.accounts.list()
    (search,) = service.searches.mine(Owner("default", who.id))
    sheets = service.sheets.page("default").sheets
    (made,) = service.events.mine("default")
    return {
        "suggestions": [(s.profile_id, s.score, s.reason) for s in found.suggestions],
        "data": found.versions.data_version,
        "account": who,
        "search": (search, service.searches.matches(search.id)),
        "sheets": [service.sheets.get("default", line.id) for line in sheets],
        "event": service.events.get("default", made.id),
        "plans": service.events.plans("default", made.id),
        "feedback": list(service.feedback.log.events(tenant="default")),
        "shown": list(service.feedback.log.impressions(tenant="default")),
    }


def test_everything_comes_back_into_an_empty_folder(tmp_path: Path) -> None:
    settings, file = settings_in(tmp_path / "alt"), tmp_path / "sicherung.zip"
    fill(settings, 20)
    with open_service(settings) as service:
        deleted = work(service)
        before = told(service)
        given = {"PARTNERMATCH_PORT": "81", "PARTNERMATCH_X_SECRET": "x"}
        manifest = back_up(settings, file, given)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert manifest.settings == {"PARTNERMATCH_PORT": "81"}
    fresh = settings_in(tmp_path / "neu 100% ?x#y")
    assert is_backup(file)
    restore(fresh, file)
    secret = fresh.folder / "secret.key"
    assert secret.read_bytes() == (settings.folder / "secret.key").read_bytes()
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert (fresh.folder / "partnermatch.sqlite").is_file()
    with open_service(fresh) as service:
        assert told(service) == before
        assert service.store.restore(deleted).id == deleted


def test_who_writes_meanwhile_loses_nothing_and_the_backup_is_of_one_moment(
    tmp_path: Path,
) -> None:
    settings, file = settings_in(tmp_path / "alt"), tmp_path / "sicherung.zip"
    fill(settings, 10)
    done = threading.Event()
    with open_service(settings) as service:
        count = service.store.count()

        def write() -> None:
            for number in range(2000):
                if done.is_set():
                    return
                both = [VEILED | {"id": f"{side}-{number}"} for side in ("links", "rechts")]
                service.store.put(Profile.model_validate(one) for one in both)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            while service.store.count() == count:
                pass
            back_up(settings, file, {})
        finally:
            done.set()
            writer.join()
        written = service.store.count()
    fresh = settings_in(tmp_path / "neu")
    restore(fresh, file)
    with open_service(fresh) as service:
        ids = {profile.id for profile in service.store.iterate()}
        left = {id.partition("-")[2] for id in ids if id.startswith("links-")}
        right = {id.partition("-")[2] for id in ids if id.startswith("rechts-")}
        assert left == right, "what was stored together is there together"
        assert count < len(ids) <= written


def test_nothing_is_overwritten_and_nothing_damaged_is_put_back(tmp_path: Path) -> None:
    settings, file = settings_in(tmp_path / "alt"), tmp_path / "sicherung.zip"
    fill(settings, 5)
    back_up(settings, file, {})
    with pytest.raises(StoreError, match="gibt es schon"):
        restore(settings, file)
    damaged = tmp_path / "kaputt.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content if "profiles" not in name else content[:-20])
    fresh = settings_in(tmp_path / "neu")
    with pytest.raises(StoreError, match="beschädigt"):
        restore(fresh, damaged)
    assert not (fresh.folder / "secret.key").exists()
    (tmp_path / "x.zip").write_bytes(b"PK")
    assert not is_backup(tmp_path / "x.zip")
    with zipfile.ZipFile(file) as packed:
        assert MANIFEST in packed.namelist()
    restore(fresh, file)  # and nothing of the damaged one is in the way


def test_a_home_with_any_characters_works(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "50% ?a=b&c #d")
    fill(settings, 5)
    with open_service(settings) as service:
        assert service.store.count() > 5
    assert (settings.folder / "partnermatch.sqlite").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["50% ?a=b&c #d"]
