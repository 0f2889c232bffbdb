"""Requests for an introduction: each side sees its own, steps come in their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from data.errors import NotFoundError, RequestError
from data.office.searches import IntroductionState, Pair, StepKind, Wish
from data.store.database import open_database
from data.store.introductions import IntroductionStore

DAY = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
WISH = Wish(
    profile_id="ges-015",
    owner="kammer",
    asker="cluster",
    described="Handwerksbetrieb aus Potsdam",
    seeker_id="opt-001",
    seeker_name="Optik & Söhne",
    need="Werkstatt für 'Endoskope'",
    message="Bitte anrufen",
    pairs=(Pair(mine="Endoskope reparieren lassen", theirs="Reparatur von Endoskopen"),),
)


@pytest.fixture
def store(url: str) -> Iterator[IntroductionStore]:
    """A new, empty store."""
    with IntroductionStore(open_database(url)) as opened:
        yield opened


def wish(**changes: object) -> Wish:
    return WISH.model_copy(update=changes)


def test_both_sides_read_what_was_asked_and_nobody_else(store: IntroductionStore) -> None:
    made = store.ask(WISH, DAY)
    assert made.state is IntroductionState.ASKED
    assert made.steps[0].text == "Bitte anrufen"
    for tenant in ("kammer", "cluster"):
        assert store.get(tenant, made.id) == made
    assert store.incoming("kammer") == store.outgoing("cluster") == (made,)
    assert store.incoming("cluster") == store.outgoing("kammer") == ()
    with pytest.raises(NotFoundError):
        store.get("fremd", made.id)
    with pytest.raises(NotFoundError):
        store.step("fremd", made.id, StepKind.AGREE)
    assert (store.waiting("kammer"), store.waiting("cluster")) == (1, 0)


def test_an_agreement_holds_until_it_is_taken_back(store: IntroductionStore) -> None:
    made = store.ask(WISH, DAY)
    assert store.agreed("cluster") == {}
    agreed = store.step("kammer", made.id, StepKind.AGREE, "Gern", DAY + dt.timedelta(days=1))
    assert (agreed.state, agreed.steps[-1].text) == (IntroductionState.AGREED, "Gern")
    assert store.agreed("cluster") == {"ges-015": "kammer"}
    assert store.agreed("kammer") == {}
    back = store.step("kammer", made.id, StepKind.REOPEN)
    assert back.state is IntroductionState.ASKED
    assert store.agreed("cluster") == {}
    assert [step.kind for step in store.get("cluster", made.id).steps] == ["ask", "agree", "reopen"]


@pytest.mark.parametrize(
    ("taken", "tenant", "kind"),
    [
        ([], "cluster", StepKind.AGREE),
        ([], "cluster", StepKind.DECLINE),
        ([], "kammer", StepKind.WITHDRAW),
        ([], "kammer", StepKind.REOPEN),
        ([], "kammer", StepKind.ASK),
        ([StepKind.AGREE], "kammer", StepKind.AGREE),
        ([StepKind.AGREE], "cluster", StepKind.WITHDRAW),
        ([StepKind.AGREE], "cluster", StepKind.REOPEN),
        ([StepKind.DECLINE], "kammer", StepKind.AGREE),
        ([StepKind.WITHDRAW], "kammer", StepKind.AGREE),
    ],
)
def test_only_the_right_side_takes_a_step_and_only_when_it_fits(
    store: IntroductionStore, taken: list[StepKind], tenant: str, kind: StepKind
) -> None:
    made = store.ask(WISH)
    for step in taken:
        store.step("cluster" if step is StepKind.WITHDRAW else "kammer", made.id, step)
    before = store.get("kammer", made.id)
    with pytest.raises(RequestError):
        store.step(tenant, made.id, kind)
    assert store.get("kammer", made.id) == before


def test_one_open_request_for_each_profile(store: IntroductionStore) -> None:
    made = store.ask(WISH)
    with pytest.raises(RequestError, match="läuft schon"):
        store.ask(wish(need="noch einmal"))
    assert store.opened("cluster", "ges-015") == made
    store.ask(wish(asker="anderes-cluster"))
    store.ask(wish(profile_id="ges-016"))
    store.step("kammer", made.id, StepKind.DECLINE)
    assert store.opened("cluster", "ges-015") is None
    second = store.ask(wish(need="noch einmal"))
    with pytest.raises(RequestError, match="läuft schon"):
        store.step("kammer", made.id, StepKind.REOPEN)  # two would be open
    store.step("cluster", second.id, StepKind.WITHDRAW)
    store.step("kammer", made.id, StepKind.REOPEN)
    assert len(store.outgoing("cluster")) == 3


def test_the_last_changed_comes_first(store: IntroductionStore) -> None:
    first = store.ask(WISH, DAY)
    second = store.ask(wish(profile_id="b"), DAY + dt.timedelta(hours=1))
    assert [i.id for i in store.outgoing("cluster")] == [second.id, first.id]
    store.step("kammer", first.id, StepKind.AGREE, time=DAY + dt.timedelta(hours=2))
    assert [i.id for i in store.incoming("kammer")] == [first.id, second.id]
