"""A database comes back from its dump as it was, from either kind into either kind."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import select, text

import data
from data.errors import StoreError
from data.office.people import Tenant
from data.profiles import Kind, Profile
from data.store.database import METADATA, open_database
from data.store.dump import dump, fill
from data.store.people import PeopleStore
from data.store.profiles import open_store

LOGO = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def profile(number: int, name: str = "P") -> Profile:
    return Profile(id=f"p{number}", name=f"{name} {number}", kind=Kind.CRAFT)


def kept(url: str) -> tuple[str, dict[str, list[bytes]]]:
    """Return what a dump hands out, by table."""
    told: dict[str, list[bytes]] = {}

    def write(table: str, lines: Iterable[bytes]) -> int:
        told[table] = list(lines)
        return len(told[table])

    engine = open_database(url)
    version, counts = dump(engine, write)
    engine.dispose()
    assert counts == {table: len(lines) for table, lines in told.items()}
    return version, told


def fill_some(url: str) -> None:
    with open_store(url) as store:
        store.put(profile(n) for n in range(1200))
        store.put([profile(3, "Größer")])
        store.delete(["p5"])
    with PeopleStore(open_database(url)) as people:
        people.save_tenant(Tenant(id="default", name="Haus", logo=LOGO))


def test_what_was_dumped_comes_back_with_history_and_counter(url: str, tmp_path: Path) -> None:
    fill_some(url)
    version, told = kept(url)
    assert len(told["profiles"]) == 1200
    assert told["history"]
    other = f"sqlite:///{tmp_path / 'other.sqlite'}"
    engine = open_database(other, upto=version)
    fill(engine, lambda table: told[table])
    engine.dispose()
    assert kept(other) == (version, told)
    with open_store(other) as store:
        assert store.restore("p3").name == "P 3"
        store.put([profile(9000)])


def test_nothing_is_put_over_what_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    with open_store(url) as store:
        store.put([profile(1)])
    before = kept(url)
    engine = open_database(url)
    with pytest.raises(StoreError, match="nicht leer"):
        fill(engine, lambda table: [])
    engine.dispose()
    assert kept(url) == before


def test_every_table_of_the_program_is_in_it(url: str) -> None:
    for module in (Path(data.__file__).parent / "store").glob("*.py"):
        importlib.import_module(f"data.store.{module.stem}")
    _, told = kept(url)
    assert set(told) == set(METADATA.tables)


def test_a_full_disk_is_said_in_one_sentence_and_reading_goes_on(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'a.sqlite'}") as store:
        store.put([profile(1)])
        with store.engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="voll") as refused:
            store.put(profile(n, "x" * 200) for n in range(2, 2000))
        assert "disk" in refused.value.english
        assert store.count() == 1
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
            assert connection.execute(select(METADATA.tables["profiles"])).all()
        assert store.put(profile(n) for n in range(2, 50)).created == 48
