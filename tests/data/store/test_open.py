from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

import data
from data.errors import StoreError
from data.files import home
from data.store.database import METADATA, open_database
from data.store.profiles import open_store


def test_default_is_a_file_in_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERMATCH_HOME", str(tmp_path / "neu" / "heim"))
    with open_store() as store:
        assert store.count() == 0
    assert (home() / "partnermatch.sqlite").is_file()
    assert home() == tmp_path / "neu" / "heim"


def test_home_that_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "datei").touch()
    monkeypatch.setenv("PARTNERMATCH_HOME", str(tmp_path / "datei" / "x"))
    with pytest.raises(StoreError, match="PARTNERMATCH_HOME"):
        home()


def test_sqlite_waits_for_others_and_uses_wal(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with engine.connect() as connection:
        asked = ("journal_mode", "foreign_keys", "busy_timeout")
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in asked]
    engine.dispose()
    assert values == ["wal", 1, 30_000]


def test_a_newer_database_is_refused(url: str) -> None:
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"9999.*neuer als dieses Programm"):
        open_store(url)


def test_migrations_make_the_tables_of_the_program(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    for module in (Path(data.__file__).parent / "store").glob("*.py"):
        importlib.import_module(f"data.store.{module.stem}")
    engine = open_database(url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()
    assert differences == []


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("postgresql://user:geheim@127.0.0.1:1/x", "127.0.0.1:1"),
        ("mysql://user:geheim@localhost/x", "keine Adresse"),
        ("sqlite://", "keine Adresse"),
        ("Unsinn", "keine Adresse"),
    ],
)
def test_addresses_that_do_not_work(address: str, part: str) -> None:
    with pytest.raises(StoreError, match=part) as caught:
        open_store(address)
    assert "geheim" not in caught.value.german + caught.value.english


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "datei").touch()
    with pytest.raises(StoreError, match="kann nicht benutzt werden"):
        open_store(f"sqlite:///{tmp_path / 'datei' / 'x.sqlite'}")


@pytest.fixture
def forbidden(tmp_path: Path) -> Iterator[Path]:
    """A folder that may not be written; root may write everywhere, so act as nobody."""
    tmp_path.chmod(0o500)
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    yield tmp_path
    os.seteuid(before)


def test_a_folder_without_permission(forbidden: Path) -> None:
    with pytest.raises(StoreError, match="kann nicht benutzt werden"):
        open_store(f"sqlite:///{forbidden / 'x.sqlite'}")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_text("Dies ist keine Datenbank. " * 100)
    with pytest.raises(StoreError, match="kann nicht benutzt werden"):
        open_store(f"sqlite:///{tmp_path / 'x.sqlite'}")
