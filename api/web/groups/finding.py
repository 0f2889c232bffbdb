"""From the form of a page of groups to its answer, for the page and for the file that goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.web.groups.asking import Asking, Problems
from api.web.groups.form import GroupForm, Row
from api.work.asking.form import code_of
from api.work.readers import OUTSIDE, KeptBack, kept_back
from api.work.service import Service
from api.work.settings import Language
from data.errors import PartnerMatchError, RequestError
from matcher.groups.bundle import bundle
from matcher.groups.consortium import consortium
from matcher.groups.peers import peers
from matcher.groups.request import BundleRequest, PeersAnswer, PeersRequest, RoleAsked, Team
from matcher.groups.team import Known
from matcher.request import Viewer

Answer = Team | PeersAnswer


@dataclass(frozen=True)
class Found:
    """What a form asks for and gets."""

    form: GroupForm
    """As it was sent, with the roles that were read from its text."""
    answer: Answer | None
    problems: Problems


def find(
    form: GroupForm, service: Service, viewer: Viewer, language: Language, known: Known
) -> Found:
    """Answer a form for a viewer; ``known`` are the pairs that its tenant tells of."""
    asking = Asking(form, language)
    asked = asking.request()
    if asked is None:
        return Found(form, None, asking.problems)
    answer: Answer
    try:
        if isinstance(asked, PeersRequest):
            answer = peers(service.matcher, asked, viewer)
        elif isinstance(asked, BundleRequest):
            answer = bundle(service.matcher, asked, viewer, known)
        else:
            answer = consortium(service.matcher, asked, viewer, known)
    except PartnerMatchError as error:
        return Found(form, None, {"text": error.text(language)})
    if isinstance(answer, Team) and not form.rows:
        form = form.with_rows(_read_rows(answer))
    return Found(form, answer, {})


def find_for_readers(
    form: GroupForm, service: Service, maker: Viewer, language: Language
) -> Answer | None:
    """Answer a form for readers outside: with public profiles alone, and what is theirs to know.

    Whoever the maker set and readers may not know is not in it. None where nothing is asked.

    Raises:
        RequestError: the group is asked for around a profile that is not public.
    """
    seeker = code_of(form.profile) or form.profile
    named = {*form.include, *(row.member for row in form.rows), seeker} - {""}
    back = kept_back(service, maker, named)
    if seeker in back:
        raise RequestError(
            "Die Gruppe geht von einem Profil aus, das nicht öffentlich ist; eine Datei zum "
            "Weitergeben gibt es dafür nicht.",
            "The group is asked for around a profile that is not public; there is no file of it "
            "to pass on.",
        )
    rows = (replace(row, member="") if row.member in back else row for row in form.rows)
    include = tuple(id for id in form.include if id not in back)
    asked = replace(form, rows=tuple(rows), include=include)
    return find(asked, service, OUTSIDE, language, {}).answer


def left_out(service: Service, maker: Viewer, answer: Answer | None) -> list[tuple[str, KeptBack]]:
    """Return who of a page's answer is not in the file, by name, and why."""
    names = dict(_named(answer)) if answer is not None else {}
    back = kept_back(service, maker, names)
    return [(names[profile_id], why) for profile_id, why in back.items()]


def _named(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield id and name of everybody whom an answer names."""
    if isinstance(answer, PeersAnswer):
        yield from ((peer.profile_id, peer.name) for g in answer.groups for peer in g.members)
        return
    for role in answer.roles:
        members = (*((role.member,) if role.member else ()), *role.alternatives)
        yield from ((m.suggestion.profile_id, m.suggestion.name) for m in members)
    yield from ((s.profile_id, s.name) for s in answer.others)


def _read_rows(team: Team) -> list[Row]:
    once: dict[str, RoleAsked] = {role.asked.text: role.asked for role in team.roles}
    return [Row(text=asked.text, count=str(asked.count)) for asked in once.values()]
