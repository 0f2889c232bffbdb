from api.work.needs.scope import Looked, Scope, open_first, overview
from data.profiles import Kind, Place, Profile, Role, Statement
from matcher.needs.gaps import Counterpart, Gap
from matcher.search.catalog import Reach

TEXT = "Laserschweißen von Aluminium"


def profile(id: str, plz: str | None = None, **more: object) -> Profile:
    fields: dict[str, object] = {
        "id": id,
        "name": f"Firma {id}",
        "kind": Kind.COMPANY,
        "statements": [Statement(role=Role.NEED, text=TEXT)],
        "places": [Place(postcode=plz)] if plz else [],
    }
    return Profile.model_validate(fields | more)


MINE = profile("mine", "17291", sectors=["25.62"], owner="metall")


def counterpart(id: str, plz: str, strength: float, role: Role = Role.OFFER) -> Counterpart:
    return Counterpart(profile(id, plz), TEXT, role, strength)


def gap(*answers: Counterpart, nearest: Counterpart | None = None, of: Profile = MINE) -> Gap:
    return Gap(of, TEXT, Role.NEED, nearest or next(iter(answers), None), answers)


def standing(some: Gap, reach: Reach | None = None) -> str:
    return Scope(reach=reach or Reach()).look([some])[0].standing


def test_a_need_is_met_by_whoever_answers_and_is_near_enough() -> None:
    near, far = counterpart("a", "17268", 0.5), counterpart("b", "10115", 0.6)
    assert standing(gap(far)) == "met"
    assert standing(gap(far), Reach(level="kreis")) == "far"
    assert standing(gap(far, near), Reach(level="kreis")) == "met"


def test_what_only_comes_near_is_to_be_checked() -> None:
    assert standing(gap(nearest=counterpart("a", "17268", 0.22))) == "weak"
    assert standing(gap(nearest=counterpart("a", "17268", 0.15))) == "nobody"
    assert standing(gap()) == "nobody"


def test_a_description_is_to_be_checked_however_near_it_is() -> None:
    assert standing(gap(counterpart("a", "17268", 0.9, Role.ABOUT))) == "weak"


def test_only_who_is_meant_is_looked_at() -> None:
    other = profile("other", "10115", sectors=["56.10"], owner="food", kind="craft")
    gaps = [gap(of=MINE), gap(of=other)]
    for scope, expected in (
        (Scope(), ["mine", "other"]),
        (Scope(owner="metall"), ["mine"]),
        (Scope(region="Berlin"), ["other"]),
        (Scope(region="Uckermark"), ["mine"]),
        (Scope(sectors=("sector:C",)), ["mine"]),
        (Scope(sectors=("cluster:food", "sector:56")), ["other"]),
        (Scope(kind=Kind.CRAFT), ["other"]),
        (Scope(region="Berlin", owner="metall"), []),
    ):
        assert [one.gap.profile.id for one in scope.look(gaps)] == expected


def looked(of: Profile, *near: Counterpart, far: tuple[Counterpart, ...] = ()) -> Looked:
    nearest = counterpart("n", "10115", 0.22) if of.id == "weak" else None
    return Looked(gap(*near, nearest=nearest, of=of), near, far)


def test_the_open_ones_are_ordered_by_how_they_stand() -> None:
    answer = counterpart("a", "10115", 0.5)
    some = [
        looked(profile("weak")),
        looked(profile("met"), answer),
        looked(profile("far"), far=(answer,)),
        looked(profile("nobody")),
    ]
    assert [one.gap.profile.id for one in open_first(some)] == ["nobody", "far", "weak"]


def test_the_overview_counts_what_lacks_its_counterpart() -> None:
    answer = counterpart("a", "10115", 0.5)
    needs = [looked(MINE), looked(MINE, answer), looked(profile("weak", "17291"))]
    offers = [looked(MINE), looked(profile("nowhere"))]
    found = overview(needs, offers, "kreis")
    assert found.regions == ("kreis:12073", "")
    assert found.clusters == ("metal", "")
    metal = found.cells["kreis:12073", "metal"]
    assert (metal.needs, metal.open_needs, metal.offers, metal.unasked) == (2, 1, 1, 1)
    assert found.by_region["kreis:12073"].needs == 3
    assert found.by_cluster[""].unasked == 1
    assert (found.total.needs, found.total.open_needs) == (3, 1)
    assert overview(needs, offers, "land").regions == ("land:12", "")
