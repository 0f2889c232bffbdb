from __future__ import annotations

import datetime as dt
import email
import re
from collections.abc import Callable
from email import policy
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from api.work.digest import due, recipient
from api.work.searches import keep
from api.work.service import Service
from data import clock
from data.feedback.outcomes import EventKind, Report
from data.office.people import UserRole
from data.office.searches import Owner, SavedSearch
from data.profiles import Profile
from matcher.request import Viewer

OWNER = Owner("default")
QUESTION = "Wer kann Aluminium mit dem Laser schweißen?"
ADDRESS = "/?q=Wer+kann+Aluminium+mit+dem+Laser+schweißen?"
ATOM = "{http://www.w3.org/2005/Atom}"
NewClient = Callable[..., TestClient]


def service_of(client: TestClient) -> Service:
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return service


def welder(id: str = "neu-1", **fields: Any) -> Profile:
    """Return a firm that answers the question."""
    given = {
        "id": id,
        "name": f"Laserschweißerei {id}",
        "kind": "craft",
        "statements": [{"role": "offer", "text": "Wir schweißen Aluminium mit dem Laser"}],
    }
    return Profile.model_validate({**given, **fields})


def saved(client: TestClient, address: str = ADDRESS, name: str = "Laser") -> SavedSearch:
    search, is_new = keep(service_of(client), OWNER, name, address, "de")
    assert is_new
    return search


def add(client: TestClient, profile: Profile) -> None:
    service = service_of(client)
    service.store.put([profile])
    service.follow()


def names(page: str) -> list[str]:
    return re.findall(r'<a href="/profil/[^"]+">([^<]+)</a>', page)


def test_a_search_is_kept_with_what_its_list_shows_as_seen(new_client: NewClient) -> None:
    client = new_client()
    form = {"search_address": ADDRESS + "&region=Brandenburg", "name": "  "}
    answer = client.post("/suchen", data=form, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert f"„{QUESTION}“ ist gemerkt" in answer.text
    assert "Region: Brandenburg" in answer.text
    assert "nichts Neues" in answer.text
    again = client.post("/suchen", data=form, headers={"HX-Request": "true"})
    assert "schon gemerkt" in again.text
    assert len(service_of(client).searches.mine(OWNER)) == 1


def test_what_cannot_be_searched_is_not_kept(new_client: NewClient) -> None:
    client = new_client()
    answer = client.post("/suchen", data={"search_address": "/?q=Laser&region=Nirgendwo"})
    assert answer.status_code == 422
    assert "Nirgendwo" in answer.json()["detail"]
    assert service_of(client).searches.mine(OWNER) == ()


def test_who_came_since_is_new_until_marked_as_seen(new_client: NewClient) -> None:
    client = new_client()
    search = saved(client)
    before = names(client.get(f"/suchen/{search.id}").text)
    add(client, welder())
    page = client.get("/suchen").text
    assert "1 neu" in page
    shown = client.get(f"/suchen/{search.id}").text
    assert names(shown) == ["Laserschweißerei neu-1", *before[: len(names(shown)) - 1]]
    assert shown.count(">neu<") == 1
    assert "<mark>" in shown
    until = re.search(r'name="bis" value="([^"]+)"', shown)
    assert until
    done = client.post(f"/suchen/{search.id}/gesehen", data={"bis": until[1]})
    assert "Als gesehen markiert" in done.text
    assert ">neu<" not in done.text
    undo = re.search(r'name="um" value="([^"]+)"', done.text)
    assert undo
    client.post(f"/suchen/{search.id}/ungesehen", data={"um": undo[1]})
    assert "1 neu" in client.get("/suchen").text


def test_a_stale_search_is_counted_by_itself(
    new_client: NewClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = new_client()
    search = saved(client)
    add(client, welder())
    monkeypatch.setattr("api.web.searches.pages.BUDGET", 0.0)
    assert f'hx-get="/suchen/{search.id}/zahl"' in client.get("/suchen").text
    assert "1 neu" in client.get(f"/suchen/{search.id}/zahl").text
    assert "/zahl" not in client.get("/suchen").text


def test_who_was_dealt_with_is_no_news(new_client: NewClient) -> None:
    client = new_client()
    search = saved(client)
    add(client, welder())
    service, viewer = service_of(client), Viewer(tenant="default")
    report = Report(question=QUESTION, profile_id="neu-1", kind=EventKind.CONTACTED)
    told = service.feedback.give(report, viewer)
    shown = client.get(f"/suchen/{search.id}").text
    assert "Laserschweißerei" not in shown
    assert "weggefallen" not in shown
    service.feedback.undo(told.id, viewer)
    assert "1 neu" in client.get("/suchen").text


def test_who_is_gone_is_said_without_naming_what_may_not_be_seen(new_client: NewClient) -> None:
    client = new_client()
    service = service_of(client)
    service.store.put([welder("alt-1"), welder("alt-2"), welder("alt-3", owner="kammer")])
    service.follow()
    search = saved(client)
    yesterday = clock.today() - dt.timedelta(days=1)
    service.store.put(
        [welder("alt-1", valid_until=yesterday), welder("alt-3", owner="kammer", visibility="own")]
    )
    service.store.delete(["alt-2"])
    service.follow()
    shown = client.get(f"/suchen/{search.id}").text
    assert "Nicht mehr gültig: Laserschweißerei alt-1." in shown
    assert "2 frühere Treffer sind nicht mehr im Bestand" in shown
    assert "alt-3" not in shown
    assert "3 weggefallen" in client.get("/suchen").text


def test_settings_can_be_changed_and_a_bad_name_is_refused_in_place(new_client: NewClient) -> None:
    client = new_client()
    search = saved(client)
    path = f"/suchen/{search.id}"
    client.post(path, data={"name": "Neuer Name", "frequency": "daily", "paused": "true"})
    kept = service_of(client).searches.get(search.id, OWNER)
    assert (kept.name, kept.frequency, kept.paused) == ("Neuer Name", "daily", True)
    add(client, welder())
    assert "ruht" in client.get("/suchen").text
    assert "nichts Neues dazugekommen" in client.get("/suchen/neues").text
    bad = client.post(path, data={"name": "x" * 121, "frequency": "daily"})
    assert bad.status_code == 422
    assert 'aria-describedby="name-problem"' in bad.text
    assert "x" * 121 in bad.text
    client.post(path, data={"name": "Neuer Name", "frequency": "daily", "in_list": "true"})
    assert "1 neu" in client.get("/suchen").text


def test_a_deleted_search_is_brought_back_by_one_click(new_client: NewClient) -> None:
    client = new_client()
    search = saved(client)
    page = client.post(f"/suchen/{search.id}/loeschen").text
    assert "Die Suche ist gelöscht" in page
    assert "Laser</a>" not in page
    assert "zurueckholen" not in client.get("/suchen?geloescht=../x").text
    assert "Laser</a>" in client.post(f"/suchen/{search.id}/zurueckholen").text
    assert client.get("/suchen/s0").status_code == 404


def test_a_search_that_does_not_run_any_more_says_why(new_client: NewClient) -> None:
    client = new_client()
    add(client, welder("sucht-1"))
    saved(client, "/?profil=sucht-1")
    service = service_of(client)
    service.store.delete(["sucht-1"])
    service.follow()
    page = client.get("/suchen").text
    assert "läuft nicht mehr" in page
    assert "„sucht-1“ gibt es nicht" in page
    assert "nichts Neues dazugekommen" in client.get("/suchen/neues").text


def test_the_digest_tells_all_searches_at_once(new_client: NewClient) -> None:
    client = new_client()
    saved(client)
    saved(client, "/?q=Aluminium+Laser&art=craft", "Handwerk")
    add(client, welder())
    page = client.get("/suchen/neues").text
    assert "2 neue Treffer" in page
    assert names(page) == ["Laserschweißerei neu-1"] * 2
    until = re.search(r'name="bis" value="([^"]+)"', page)
    assert until
    after = client.post("/suchen/neues/gesehen", data={"bis": until[1]}).text
    assert "nichts Neues dazugekommen" in after
    undo = re.search(r'name="um" value="([^"]+)"', after)
    assert undo
    back = client.post("/suchen/neues/ungesehen", data={"um": undo[1]}).text
    assert "2 neue Treffer" in back


def test_the_e_mail_file_says_the_same_in_text_and_html(new_client: NewClient) -> None:
    client = new_client()
    search = saved(client, name="Laser & <Licht>")
    add(client, welder())
    answer = client.get("/suchen/neues.eml")
    assert answer.headers["content-type"].startswith("message/rfc822")
    message = email.message_from_bytes(answer.content, policy=policy.default)
    assert message["Subject"] == "partnermatch: 1 neuer Treffer"
    assert message["From"] and message["Date"] and message["Message-ID"]
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text and html
    assert "== Laser & <Licht> ==" in text.get_content()
    assert "Laserschweißerei neu-1" in text.get_content()
    assert f"http://127.0.0.1/suchen/{search.id}" in text.get_content()
    assert "Laser &amp; &lt;Licht&gt;" in html.get_content()
    assert "/profil/neu-1" in html.get_content()


def test_the_atom_feed_is_valid_and_stable(new_client: NewClient) -> None:
    client = new_client()
    search = saved(client, name="Laser & <Licht>")
    path = f"/suchen/feed/{search.token}.atom"
    empty = ElementTree.fromstring(client.get(path).content)
    assert empty.findall(f"{ATOM}entry") == []
    add(client, welder(name="Müller & Söhne <Laser>\uffff"))
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    assert feed.findtext(f"{ATOM}title") == "Laser & <Licht>"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://127.0.0.1{path}"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title", "").startswith("Müller & Söhne <Laser>")
    assert entry.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
    updated = dt.datetime.fromisoformat(entry.findtext(f"{ATOM}updated", ""))
    assert updated.tzinfo is not None
    assert feed.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")
    assert (link := entry.find(f"{ATOM}link")) is not None
    assert link.get("href") == "http://127.0.0.1/profil/neu-1"
    tag = answer.headers["etag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    add(client, welder("neu-2"))
    later = client.get(path, headers={"If-None-Match": tag})
    assert later.status_code == 200
    ids = [
        e.findtext(f"{ATOM}id") for e in ElementTree.fromstring(later.content).iter(f"{ATOM}entry")
    ]
    assert entry.findtext(f"{ATOM}id") in ids
    assert len(set(ids)) == 2


def test_the_rss_feed_tells_the_same(new_client: NewClient) -> None:
    client = new_client()
    search = saved(client)
    add(client, welder())
    answer = client.get(f"/suchen/feed/{search.token}.rss")
    channel = ElementTree.fromstring(answer.content).find("channel")
    assert channel is not None
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    (item,) = channel.findall("item")
    assert "Laserschweißerei neu-1" in (item.findtext("title") or "")
    assert (guid := item.find("guid")) is not None
    assert guid.get("isPermaLink") == "false"
    assert email.utils.parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo is not None


def test_a_feed_tells_only_what_its_owner_may_see_now(new_client: NewClient) -> None:
    client = new_client()
    search = saved(client)
    path = f"/suchen/feed/{search.token}.atom"
    add(client, welder(owner="kammer"))
    assert "Laserschweißerei" in client.get(path).text
    add(client, welder(owner="kammer", visibility="own"))
    assert "Laserschweißerei" not in client.get(path).text


def test_who_is_behind_an_intermediary_is_told_of_without_a_name(new_client: NewClient) -> None:
    client = new_client()
    search = saved(client)
    add(client, welder("geheim-1", owner="kammer", visibility="intermediary"))
    for kind in ("atom", "rss"):  # whoever reads a feed is signed in to nothing
        assert "Handwerksbetrieb" not in client.get(f"/suchen/feed/{search.token}.{kind}").text
    for path in ("/suchen/neues", f"/suchen/{search.id}", "/suchen/neues.eml"):
        told = client.get(path).text
        assert "Handwerksbetrieb" in told
        assert "Laserschweißerei" not in told
        assert "geheim-1" not in told
    service_of(client).store.delete(["geheim-1"])
    service_of(client).follow()
    assert "geheim-1" not in client.get(f"/suchen/{search.id}").text


def test_a_closed_account_has_neither_feed_nor_digest(new_client: NewClient) -> None:
    client = new_client()
    service = service_of(client)
    account = service.people.accounts.add("anna@example.org", "default", UserRole.ADVISER)
    owner = Owner("default", account.id)
    search, _ = keep(service, owner, "Laser", ADDRESS, "de")
    add(client, welder())
    feed = f"/suchen/feed/{search.token}.atom"
    (digest,) = due(service, clock.today())
    assert recipient(service, digest.owner) == "anna@example.org"
    service.people.accounts.change(account.id, "default", disabled=True)
    assert list(due(service, clock.today())) == []
    assert client.get(feed).status_code == 404


def test_the_address_of_a_feed_can_be_renewed(new_client: NewClient) -> None:
    client = new_client()
    search = saved(client)
    client.post(f"/suchen/{search.id}/feed")
    new = service_of(client).searches.get(search.id, OWNER).token
    assert new != search.token
    assert client.get(f"/suchen/feed/{search.token}.atom").status_code == 404
    assert client.get(f"/suchen/feed/{new}.rss").status_code == 200
    assert client.get(f"/suchen/feed/{new}.json").status_code == 404


def test_a_digest_is_due_once(new_client: NewClient) -> None:
    client = new_client()
    service, today = service_of(client), clock.today()
    search = saved(client)
    saved(client, "/?q=Laser&art=craft", "Ruht")
    assert list(due(service, today)) == []
    add(client, welder())
    paused = service.searches.mine(OWNER)[1]
    service.searches.change(paused.model_copy(update={"paused": True}))
    (digest,) = due(service, today)
    assert digest.found == {search.id: ["neu-1"]}
    service.searches.announce(digest.found, dt.datetime.now(dt.UTC))
    add(client, welder("neu-2"))
    assert list(due(service, today)) == []
    assert list(due(service, today + dt.timedelta(days=6))) == []
    (later,) = due(service, today + dt.timedelta(days=7))
    assert later.found == {search.id: ["neu-2"]}


def test_nothing_is_saved_without_a_tenant(new_client: NewClient) -> None:
    client = new_client(tenant="")
    assert client.post("/suchen", data={"search_address": ADDRESS}).status_code == 403
    assert "search_address" not in client.get(ADDRESS).text
