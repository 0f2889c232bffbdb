"""Settings out of the environment."""

from __future__ import annotations

import pytest

from api.work.settings import Settings, load_settings
from data.errors import PartnerMatchError


def test_the_environment_is_read_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERMATCH_PORT", "8123")
    monkeypatch.setenv("PARTNERMATCH_TENANT", "hwk-cottbus")
    monkeypatch.setenv("PARTNERMATCH_ALLOWED_HOSTS", '["a.example"]')
    settings = load_settings()
    assert (settings.port, settings.tenant) == (8123, "hwk-cottbus")
    assert settings.trusted_hosts == {"a.example"}


@pytest.mark.parametrize("name", ["TENANT", "MODEL", "DATABASE_URL", "HOME"])
def test_an_empty_variable_means_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"PARTNERMATCH_{name}", "")
    assert getattr(load_settings(), name.lower()) is None


@pytest.mark.parametrize(("value", "meant"), [("", "on"), ("on", "on"), ("off", "off")])
def test_the_adapter_is_on_unless_switched_off(
    monkeypatch: pytest.MonkeyPatch, value: str, meant: str
) -> None:
    monkeypatch.setenv("PARTNERMATCH_ADAPTER", value)
    assert load_settings().adapter == meant


def test_a_wrong_variable_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERMATCH_PORT", "achtzig")
    with pytest.raises(PartnerMatchError, match=r"PARTNERMATCH_PORT.*achtzig"):
        load_settings()


def test_who_listens_to_everybody_trusts_every_name() -> None:
    assert Settings(host="0.0.0.0").trusted_hosts == frozenset()
    assert "localhost" in Settings(host="127.0.0.1").trusted_hosts
