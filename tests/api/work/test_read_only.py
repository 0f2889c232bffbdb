"""A folder that takes nothing is read and searched; what would write is refused in a sentence."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.work.service import open_service
from tests.api.conftest import fill, settings_in

ROOT = Path(__file__).parents[3]
INSIDE = ("unshare", "-rm", "bash", "-ec")
MOUNTED = 'mount --bind "$0" "$0"; mount -o remount,ro,bind "$0"; ! touch "$0/x" 2>/dev/null; '
LOOK = """
import json
from fastapi.testclient import TestClient
from api.app import create_app
from api.work.service import open_service
from api.work.settings import load_settings
from tests.support.people import HOST

with open_service(load_settings()) as service:
    client = TestClient(create_app(service), base_url=HOST, follow_redirects=False)
    asked = client.post("/v1/suggestions", json={"question": "Laserschweißen von Aluminium"})
    pages = ("/", "/?q=Laser", "/mitglieder", "/beratung", "/suchen", "/bedarfe", "/heute")
    new = {"id": "n1", "name": "N", "kind": "craft"}
    print(json.dumps({
        "suggested": [s["profile_id"] for s in asked.json()["suggestions"]],
        "pages": [client.get(p, headers={"Accept": "text/html"}).status_code for p in pages],
        "refused": client.post("/v1/profiles", json=new).json(),
    }))
"""


def can_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run(("unshare", "-rm", "true"), capture_output=True, check=False)
    return tried.returncode == 0


@pytest.mark.skipif(not can_mount(), reason="no folder can be mounted for reading alone here")
def test_a_folder_that_takes_nothing_is_read_and_searched(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "nur lesen?")
    fill(settings, 20)
    with open_service(settings):
        pass
    before = sorted(path.name for path in settings.folder.iterdir())
    given = {"PARTNERMATCH_HOME": str(settings.folder), "PARTNERMATCH_MODEL": "hashing"}
    ran = subprocess.run(
        (*INSIDE, f'{MOUNTED} exec "$1" -c "$2"', str(settings.folder), sys.executable, LOOK),
        env={**os.environ, **given, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert "fremd-public" in told["suggested"]
    assert told["pages"] == [200] * 7
    assert told["refused"]["status"] == 503
    assert "schreibgeschützt" in told["refused"]["detail"]
    assert f"{settings.folder}/partnermatch.sqlite" in told["refused"]["detail"]
    assert sorted(path.name for path in settings.folder.iterdir()) == before
