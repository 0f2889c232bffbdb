"""The project is an application in its own environment: nobody else owns its package names."""

import re
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("matcher", "models", "api", "data", "evaluation")


@pytest.mark.parametrize("name", PACKAGES)
def test_each_package_has_one_owner(name: str) -> None:
    assert set(packages_distributions()[name]) == {"partnermatch"}


@pytest.mark.parametrize("name", PACKAGES)
def test_packages_are_ours(name: str) -> None:
    module = __import__(name)
    assert module.__file__ is not None
    assert Path(module.__file__).parent == ROOT / name


def test_changelog_knows_the_version() -> None:
    assert f"## [{version('partnermatch')}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_large_files_are_in_the_repository() -> None:
    folders = (ROOT / name for name in (*PACKAGES, "docs", "tests", "scripts"))
    large = [p for f in folders for p in f.rglob("*") if p.is_file() and p.stat().st_size > 3 << 20]
    # The trained layers are the only large things that are shipped.
    assert sorted(p.name for p in large) == ["pairs-2.npz", "questions-1.npz"]


@pytest.mark.parametrize("name", PACKAGES)
def test_packages_say_that_they_are_typed(name: str) -> None:
    assert (ROOT / name / "py.typed").is_file()


def test_the_lock_holds_the_versions_that_are_asked_for() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {*pyproject["dependencies"], *pyproject["optional-dependencies"]["dev"]}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {_pin(line.split()[0]) for line in lock.splitlines() if re.match(r"\w.*==", line)}
    assert {_pin(name) for name in asked if not name.startswith("torch")} <= locked
    assert "://" not in lock


def _pin(requirement: str) -> str:
    """Return name and version of a requirement without extras, as the lock writes them."""
    return re.sub(r"\[.*\]", "", requirement).lower().replace("_", "-")
