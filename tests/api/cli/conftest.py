"""The command line over a home folder of its own, with the encoder that needs no model."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli import main
from tests.support.running import CRAFT, Ran, Run


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home folder, and no other setting of the machine."""
    folder = tmp_path / "home"
    monkeypatch.setenv("PARTNERMATCH_HOME", str(folder))
    monkeypatch.setenv("PARTNERMATCH_MODEL", "hashing")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("LANGUAGE", "DATABASE_URL", "HOST", "PORT"):
        monkeypatch.delenv(f"PARTNERMATCH_{name}", raising=False)
    return folder


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def call(*args: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(arg) for arg in args])
        said = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Ran(code, said.out, said.err)

    return call


@pytest.fixture
def filled(run: Run) -> Run:
    """Run commands over the craft firms of the sample."""
    assert run("import", CRAFT, "--no-index").code == 0
    return run


@pytest.fixture(scope="session")
def indexed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with some of the sample, indexed, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("indexed")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as ended:
        patch.setenv("PARTNERMATCH_HOME", str(folder))
        patch.setenv("PARTNERMATCH_MODEL", "hashing")
        startups = CRAFT.with_name("startups.jsonl")
        networks = CRAFT.with_name("cluster_testfelder.jsonl")
        main(["import", str(CRAFT), str(startups), str(networks)])
    assert ended.value.code == 0
    return folder


@pytest.fixture
def indexed(indexed_home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands over an indexed home folder."""
    monkeypatch.setenv("PARTNERMATCH_HOME", str(indexed_home))
    return run
