from __future__ import annotations

import email
from email import policy
from pathlib import Path

from api.work.searches import keep
from api.work.service import open_service
from api.work.settings import load_settings
from data.office.people import Tenant
from data.office.searches import Owner
from data.profiles import Profile
from tests.support.running import Run

OWNER = Owner("default")
NEW = {
    "id": "neu-1",
    "name": "Laserschweißerei Neu",
    "kind": "craft",
    "statements": [{"role": "offer", "text": "Wir schweißen Aluminium mit dem Laser"}],
}


def watch_and_add() -> None:
    """Save a search, then add a firm that answers it."""
    with open_service(load_settings()) as service:
        service.people.save_tenant(Tenant(id="default", name="Kammer", email="it@kammer.example"))
        keep(service, OWNER, "Laser", "/?q=Aluminium+mit+dem+Laser+schweißen", "de")
        service.store.put([Profile.model_validate(NEW)])
        service.follow()


def test_a_new_match_is_written_once(filled: Run, tmp_path: Path) -> None:
    watch_and_add()
    folder = tmp_path / "post"
    seen = filled("digest", "--dry-run", "--json")
    assert (seen.code, [line["matches"] for line in seen.json]) == (0, [1])
    assert not folder.exists()
    done = filled("digest", "-o", folder, "--address", "https://p.example/", "--json")
    (file,) = folder.glob("*.eml")
    assert done.json == [
        {"tenant": "default", "account": "–", "searches": 1, "matches": 1, "file": str(file)}
    ]
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["To"] == "it@kammer.example"
    body = message.get_body(("plain",))
    assert body is not None
    assert "https://p.example/profil/neu-1" in body.get_content()
    again = filled("digest", "-o", folder)
    assert again.code == 0
    assert "nichts Neues" in again.err
    assert len(list(folder.iterdir())) == 1


def test_a_folder_is_asked_for(run: Run) -> None:
    ran = run("digest")
    assert ran.code == 2
    assert "--output" in ran.err


def test_where_nothing_is_saved_nothing_is_told(filled: Run) -> None:
    ran = filled("digest", "--dry-run", "--json")
    assert (ran.code, ran.json) == (0, [])
