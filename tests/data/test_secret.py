"""The secret of an installation is made once, kept, and read by its user alone."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.errors import StoreError
from data.files import BYTES, FILE, installation_secret


def test_it_is_made_once_and_only_its_user_may_read_it(tmp_path: Path) -> None:
    secret = installation_secret(tmp_path)
    assert len(secret) == BYTES
    assert installation_secret(tmp_path) == secret
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_two_installations_have_two(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert installation_secret(tmp_path / "a") != installation_secret(tmp_path)


def test_all_who_start_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(installation_secret, [tmp_path] * 32))
    assert len(found) == 1


@pytest.mark.parametrize("content", [b"", b"kurz"])
def test_a_damaged_one_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StoreError, match=r"secret\.key"):
        installation_secret(tmp_path)
    assert (tmp_path / FILE).read_bytes() == content
