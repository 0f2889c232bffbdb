"""`tenants`, `accounts`, `keys`, and what `serve` refuses without an account."""

from __future__ import annotations

import io
import json

import pytest

from tests.support.running import Run

PASSWORD = "pferd batterie heftklammer"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What a person or a program gives on stdin."""
    stdin = io.StringIO(f"{PASSWORD}\n")
    monkeypatch.setattr("sys.stdin", stdin)
    return stdin


def test_a_tenant_is_added_listed_and_shown(run: Run) -> None:
    assert "default" in run("tenants", "list").out
    added = run(
        "tenants", "add", "optik", "--name", "Cluster Optik", "--kind", "cluster",
        "--cluster", "Optik", "--region", "Berlin", "--region", "Barnim",
    )  # fmt: skip
    assert added.code == 0
    listed = json.loads(run("tenants", "list", "--json").out)
    assert [(tenant["id"], tenant["cluster"]) for tenant in listed] == [
        ("optik", "optics"),
        ("default", None),
    ]
    assert "Berlin, Barnim" in run("tenants", "show", "optik").out
    again = run("tenants", "add", "optik", "--name", "X")
    assert again.code == 1
    assert "gibt es schon" in again.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("opt ik", "--name", "X"), "id"),
        (("optik", "--name", "X", "--kind", "club"), "kind"),
        (("optik", "--name", "X", "--region", "Ukermark"), "Uckermark"),
        (("optik", "--name", "X", "--cluster", "Obtik"), "Optik"),
    ],
)
def test_a_wrong_tenant_is_refused(run: Run, args: tuple[str, ...], said: str) -> None:
    refused = run("tenants", "add", *args)
    assert refused.code == 1
    assert said in refused.err
    assert len(json.loads(run("tenants", "list", "--json").out)) == 1


def test_an_account_with_a_password_from_stdin(run: Run, typed: io.StringIO) -> None:
    added = run("accounts", "add", "Eva@kammer.example", "--role", "Verwaltung")
    assert added.code == 0
    assert PASSWORD not in added.out + added.err
    (account,) = json.loads(run("accounts", "list", "--json").out)
    assert (account["login"], account["role"]) == ("eva@kammer.example", "admin")
    assert account["has_password"]
    assert "password" not in account
    twice = run("accounts", "add", "eva@kammer.example", "--role", "reader")
    assert twice.code == 1
    assert "vergeben" in twice.err


def test_a_short_password_leaves_nothing_behind(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("kurz\n"))
    refused = run("accounts", "add", "eva", "--role", "admin")
    assert "mindestens 12" in refused.err
    assert json.loads(run("accounts", "list", "--json").out) == []


def test_a_password_cannot_stand_on_the_command_line(run: Run) -> None:
    assert run("accounts", "add", "eva", PASSWORD, "--role", "admin").code == 2


def test_links_roles_and_disabling(run: Run) -> None:
    assert run("accounts", "add", "eva", "--role", "admin", "--external").code == 0
    link = run("accounts", "add", "max", "--role", "adviser", "--link").out.strip()
    assert link.startswith("http://127.0.0.1:8000/anmelden/einmal/")
    assert run("accounts", "reset-link", "MAX").out.strip() != link
    assert run("accounts", "role", "max", "manager").code == 0
    assert run("accounts", "disable", "max").code == 0
    assert "gesperrt" in run("accounts", "list").out
    assert run("accounts", "reset-link", "max").code == 1
    assert run("accounts", "enable", "max").code == 0
    last = run("accounts", "disable", "eva")
    assert last.code == 1
    assert "letztes aktives Konto" in last.err
    assert "Es gibt kein Konto „moritz“" in run("accounts", "role", "moritz", "reader").err
    assert "keine Rolle" in run("accounts", "role", "max", "chef").err


def test_a_new_password(run: Run, typed: io.StringIO) -> None:
    run("accounts", "add", "max", "--role", "adviser", "--external")
    assert run("accounts", "password", "max").code == 0
    (account,) = json.loads(run("accounts", "list", "--json").out)
    assert account["has_password"]


def test_a_mistyped_tenant_is_not_made(run: Run) -> None:
    refused = run("accounts", "add", "max", "--role", "reader", "--tenant", "optic", "--link")
    assert refused.code == 1
    assert "Bekannt: default" in refused.err
    assert run("keys", "add", "CRM", "--tenant", "optic").code == 1


def test_a_key_is_printed_once(run: Run) -> None:
    key = run("keys", "add", "CRM", "--role", "manager", "--days", "0").out.strip()
    assert key.startswith("pm_")
    listed = run("keys", "list", "--json").out
    assert key not in listed
    (made,) = json.loads(listed)
    assert (made["role"], made["expires_at"]) == ("manager", None)
    assert run("keys", "revoke", made["id"]).code == 0
    assert "widerrufen" in run("keys", "list").out
    assert run("keys", "revoke", "k0").code == 1


def test_no_open_server_without_an_account(run: Run) -> None:
    refused = run("serve", "--host", "0.0.0.0", "--port", "0")
    assert refused.code == 1
    assert "partnermatch accounts add NAME --role admin" in refused.err.replace("\n", " ")


def test_settings_of_the_sign_in_service_must_be_complete(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNERMATCH_SIGN_IN", "oidc")
    refused = run("serve", "--port", "0")
    assert refused.code == 1
    assert "PARTNERMATCH_OIDC_ISSUER" in refused.err
