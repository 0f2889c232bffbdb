"""From suggestions and profiles to the entries of an advice sheet."""

from __future__ import annotations

from api.language.values import place_text
from api.work.service import Service
from data.errors import NotFoundError
from data.feedback.outcomes import new_id
from data.geo import distance_km
from data.office.sheets import Entry, Section, SheetContent, SheetFirm
from data.profiles import Kind, Place, Profile
from matcher.advice.partners import Partner, direct, told, we_ask
from matcher.advice.sections import nearest_statement
from matcher.explain.phrases import WHY_THEY_GAIN, sentence
from matcher.explain.reasons import through
from matcher.request import Viewer
from matcher.search.catalog import points
from matcher.search.rules import is_veiled, slot_of
from matcher.visibility.veil import described
from matcher.words import pick


def firm_profile(service: Service, viewer: Viewer, firm: SheetFirm) -> Profile:
    """Return the firm's profile; one that is not stored, or no longer, is made for the search."""
    if firm.profile_id is not None:
        try:
            return service.get(firm.profile_id, viewer)
        except NotFoundError:
            pass
    places = (Place(postcode=firm.postcode),) if firm.postcode else ()
    return Profile(
        id=new_id("x"), name=firm.name, kind=Kind.CRAFT, places=places, trades=firm.trades
    )


def entry_of(
    service: Service,
    section: Section,
    partner: Partner,
    impression_id: str | None,
    mark: str,
    language: str,
) -> Entry:
    """Return a suggestion as an entry; ``mark`` is what became of it before."""
    found = partner.suggestion
    step = partner.next_step
    if found.intermediary is not None:
        step = _through(service, found.intermediary, language)
    return Entry(
        section=section,
        profile_id=found.profile_id,
        name=found.name,
        kind=found.kind,
        place=found.place.split(", ")[0],
        distance_km=found.distance_km,
        fit=partner.fit,
        reason=partner.reason,
        gain=partner.gain,
        evidence=partner.evidence,
        next_step=step,
        handled=mark,
        impression_id=impression_id,
    )


def chosen_entry(
    service: Service, viewer: Viewer, content: SheetContent, profile: Profile
) -> Entry:
    """Return an entry for a profile that a person chose, with what of it is nearest to the need."""
    language = content.language
    statement = nearest_statement(service.matcher, content.need, profile)
    veiled = _is_veiled(service, viewer, profile)
    step = direct(profile.contact, profile.website, profile.kind, language)
    said = sentence(step or pick(we_ask(profile.kind), language))
    if veiled:
        said = _through(service, profile.owner, language)
    return Entry(
        section=_section_of(profile),
        profile_id=profile.id,
        name=described(profile, language) if veiled else profile.name,
        kind=profile.kind,
        place=place_text(profile.places[0], language) if profile.places else "",
        distance_km=_distance(firm_profile(service, viewer, content.firm), profile),
        reason=told(statement, language) if statement is not None else "",
        gain=sentence(pick(WHY_THEY_GAIN[profile.kind], language)),
        evidence=statement.text if statement is not None else "",
        next_step=said,
        edited=True,
    )


def _through(service: Service, owner: str, language: str) -> str:
    """Return the step towards a profile without a name: the institution that introduces."""
    return sentence(through(service.people.tenant(owner).name, language))


def _is_veiled(service: Service, viewer: Viewer, profile: Profile) -> bool:
    catalog = service.corpus.snapshot.catalog
    slot = slot_of(catalog, profile.id, viewer)
    return slot is not None and is_veiled(catalog, slot, viewer)


def _distance(firm: Profile, partner: Profile) -> float | None:
    ways = [
        float(distance_km(*here, *there))
        for here in points(firm.places[:1])
        for there in points(partner.places)
    ]
    return round(min(ways), 1) if ways else None


def _section_of(profile: Profile) -> Section:
    match profile.kind:
        case Kind.RESEARCH | Kind.FACILITY:
            return Section.RESEARCH
        case Kind.STARTUP:
            return Section.STARTUPS
        case Kind.CLUSTER:
            return Section.CLUSTER
        case _:
            return Section.FIRMS
