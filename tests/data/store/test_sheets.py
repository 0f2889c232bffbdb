from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from data.errors import NotFoundError, RequestError
from data.feedback.outcomes import seeker_key
from data.office.sheets import SheetState
from data.store.database import open_database
from data.store.sheets import Saved, SheetStore
from tests.support.sheets import ADVISER, OTHER, content, entry


@pytest.fixture
def sheets(url: str) -> Iterator[SheetStore]:
    """A new, empty store."""
    with SheetStore(open_database(url)) as opened:
        yield opened


def test_a_sheet_is_kept_with_who_asked_for_whom_and_when(sheets: SheetStore) -> None:
    said = content(entry("Institut Łódź – „Nähte“"), rules=["Umkreis bis 50 km"])
    made = sheets.create("hwk", ADVISER, said)
    got = sheets.get("hwk", made.id)
    assert got == made
    assert got.content == said
    assert got.created_by == got.updated_by == ADVISER
    assert got.created_at == got.updated_at >= said.composed_at
    assert (got.state, got.version, got.is_draft) == (SheetState.DRAFT, 1, True)


def test_each_save_is_a_version_that_can_be_brought_back(sheets: SheetStore) -> None:
    first = content(entry("A"))
    made = sheets.create("hwk", ADVISER, first)
    second = first.model_copy(update={"headline": "Zwei"})
    saved = sheets.save("hwk", made.id, 1, second, OTHER)
    assert (saved.number, saved.aside) == (2, False)
    assert saved.sheet.content.headline == "Zwei"
    assert saved.sheet.updated_by == OTHER
    back = sheets.save("hwk", made.id, 2, sheets.version("hwk", made.id, 1), ADVISER, "restored")
    assert back.sheet.content == first
    told = [(v.number, v.action, v.author.name) for v in sheets.versions("hwk", made.id)]
    assert told == [
        (3, "restored", "A. Beraterin"),
        (2, "saved", "B. Berater"),
        (1, "composed", "A. Beraterin"),
    ]
    with pytest.raises(NotFoundError, match="Fassung 9"):
        sheets.version("hwk", made.id, 9)


def test_two_who_edit_at_once_lose_nothing(sheets: SheetStore) -> None:
    made = sheets.create("hwk", ADVISER, content())
    mine = content(headline="Meine")
    theirs = content(headline="Ihre")
    assert not sheets.save("hwk", made.id, 1, mine, ADVISER).aside
    late = sheets.save("hwk", made.id, 1, theirs, OTHER)
    assert (late.aside, late.number) == (True, 3)
    assert late.sheet.content.headline == "Meine"
    assert sheets.get("hwk", made.id).version == 2
    assert sheets.version("hwk", made.id, 3).headline == "Ihre"
    assert [v.aside for v in sheets.versions("hwk", made.id)] == [True, False, False]
    following = sheets.save("hwk", made.id, 2, theirs, OTHER)
    assert (following.number, following.sheet.version) == (4, 4)


def test_of_many_saves_at_the_same_time_one_is_first(sheets: SheetStore) -> None:
    made = sheets.create("hwk", ADVISER, content())
    done: list[Saved] = []

    def save(place: int) -> None:
        said = content(headline=f"Fassung von {place}")
        done.append(sheets.save("hwk", made.id, 1, said, OTHER))

    threads = [threading.Thread(target=save, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(saved.number for saved in done) == [2, 3, 4, 5, 6, 7]
    assert [saved.number for saved in done if not saved.aside] == [2]


def test_a_final_sheet_stays_as_it_is(sheets: SheetStore) -> None:
    made = sheets.create("hwk", ADVISER, content())
    with pytest.raises(RequestError, match="Fassung 1, gesehen haben Sie Fassung 7"):
        sheets.finish("hwk", made.id, 7)
    final = sheets.finish("hwk", made.id, 1)
    assert final.state is SheetState.FINAL
    assert final.final_at is not None
    assert not final.is_draft
    with pytest.raises(RequestError, match="fertiggestellt"):
        sheets.save("hwk", made.id, 1, content(), ADVISER)
    with pytest.raises(RequestError, match="fertiggestellt"):
        sheets.finish("hwk", made.id, 1)


def test_a_deleted_sheet_comes_back(sheets: SheetStore) -> None:
    made = sheets.create("hwk", ADVISER, content())
    sheets.delete("hwk", made.id)
    assert sheets.page("hwk").total == 0
    assert [line.id for line in sheets.page("hwk", deleted=True).sheets] == [made.id]
    with pytest.raises(RequestError, match="gelöscht"):
        sheets.save("hwk", made.id, 1, content(), ADVISER)
    assert sheets.restore("hwk", made.id).content == made.content
    assert sheets.page("hwk").total == 1


def test_a_tenant_has_its_own_sheets_alone(sheets: SheetStore) -> None:
    made = sheets.create("hwk", ADVISER, content())
    for refused in (
        lambda: sheets.get("andere", made.id),
        lambda: sheets.save("andere", made.id, 1, content(), OTHER),
        lambda: sheets.versions("andere", made.id),
        lambda: sheets.version("andere", made.id, 1),
        lambda: sheets.finish("andere", made.id, 1),
        lambda: sheets.delete("andere", made.id),
        lambda: sheets.restore("andere", made.id),
    ):
        with pytest.raises(NotFoundError, match=made.id):
            refused()
    assert sheets.page("andere").total == 0
    assert sheets.open_draft("andere", made.content.key) is None


def test_the_list_is_searched_by_firm_need_and_adviser(sheets: SheetStore) -> None:
    bakery = sheets.create(
        "hwk", ADVISER, content(firm={"name": "Bäckerei Groß"}, need="Roboter an den Öfen")
    )
    metal = sheets.create("hwk", ADVISER, content())
    sheets.finish("hwk", bakery.id, 1)

    def found(text: str = "", state: SheetState | None = None) -> list[str]:
        return [line.id for line in sheets.page("hwk", text=text, state=state).sheets]

    assert found() == [bakery.id, metal.id]  # the last changed first
    assert found("BAECKEREI oefen") == [bakery.id]
    assert found("beraterin") == [bakery.id, metal.id]
    assert found("100%_") == []
    assert found(state=SheetState.DRAFT) == [metal.id]
    page = sheets.page("hwk", offset=1, limit=1)
    assert (page.total, [line.id for line in page.sheets]) == (2, [metal.id])


def test_the_open_draft_of_a_firm_or_a_need_is_found(sheets: SheetStore) -> None:
    stored = content(firm={"name": "Groß", "profile_id": "ern-001"}, need="Öfen")
    older = sheets.create("hwk", ADVISER, stored)
    newer = sheets.create("hwk", ADVISER, stored)
    asked = sheets.create("hwk", ADVISER, content(need="Wer dreht?"))
    by_firm, by_need = seeker_key("ern-001", None), seeker_key(None, "Wer  dreht? ")
    assert sheets.open_draft("hwk", by_firm) == newer
    sheets.delete("hwk", newer.id)
    assert sheets.open_draft("hwk", by_firm) == older
    assert sheets.open_draft("hwk", by_need) == asked
    sheets.finish("hwk", older.id, 1)
    assert sheets.open_draft("hwk", by_firm) is None
