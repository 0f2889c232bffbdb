"""From answers about meetings to the log of feedback.

Who says they met somebody has told of a pair of profiles, as an adviser does: kind ``met``. That
both want to go on is no further step of `EventKind`: nothing is agreed yet (``cooperation``), and
``contacted`` would set a pair that has met back. It is written as the note of ``met``.
"""

from __future__ import annotations

import hashlib
import logging

from api.language.texts import translator
from api.work.events.outcomes import Answers, both_go_on, did_meet
from api.work.events.words import quoted
from api.work.introductions import with_introductions
from api.work.service import Service
from data.errors import NotFoundError, StoreError
from data.events.event import Event, Participant
from data.events.plans import Answer
from data.feedback.outcomes import Event as Told
from data.feedback.outcomes import EventKind
from matcher.request import Viewer

_log = logging.getLogger(__name__)


def tell(service: Service, event: Event, answers: Answers, pair: tuple[str, str]) -> None:
    """Make the log say of a pair what its two answers say: written once, taken back if changed.

    Nothing is written unless both stand for stored profiles that the organiser's tenant may see.
    The participants' own notes are not: they may name persons.
    """
    people = [event.participant(id) for id in pair]
    for who, whom in (people, people[::-1]):
        if who is None or whom is None:
            continue
        mine, theirs = answers.get((who.id, whom.id)), answers.get((whom.id, who.id))
        try:
            _set(service, event, (who, whom), mine, theirs)
        except StoreError as error:
            # The answer itself is kept; the next one of the pair writes this down, too.
            _log.warning("what became of a meeting is not written down: %s", error.english)


def _set(
    service: Service,
    event: Event,
    pair: tuple[Participant, Participant],
    mine: Answer | None,
    theirs: Answer | None,
) -> None:
    """Let exactly one entry stand of what one of the two tells, or none."""
    ids = _profiles(service, event, pair)
    if ids is None:
        return
    log, mark = service.feedback.log, _hash(event.id, pair[0].id, pair[1].id)
    wanted = _entry(event, ids, f"v{mark}", mine, theirs)
    standing = [e for e in log.history(*ids, event.tenant) if e.id.startswith(f"v{mark}")]
    kept = [e for e in standing if wanted is not None and e.note == wanted.note][:1]
    for entry in standing:
        if entry not in kept:
            _take_back(service, event, entry.id)
    if wanted is not None and not kept:
        log.add(wanted)


def _entry(
    event: Event, ids: tuple[str, str], mark: str, mine: Answer | None, theirs: Answer | None
) -> Told | None:
    if mine is None or mine.met is not True or did_meet(mine, theirs) is not True:
        return None
    t = translator(event.language)
    note = t("seat_note_met").format(event=quoted(event.name, event.language))
    if both_go_on(mine, theirs):
        note = f"{note} {t('seat_note_mutual')}"
    moments = [answer.at for answer in (mine, theirs) if answer is not None]
    # The same answers give the same id and time, so that two who answer at once write it once.
    return Told(
        id=mark + _hash(*(moment.isoformat() for moment in moments)),
        time=max(moments),
        tenant=event.tenant,
        seeker=ids[0],
        profile_id=ids[1],
        kind=EventKind.MET,
        note=note,
    )


def _profiles(
    service: Service, event: Event, pair: tuple[Participant, Participant]
) -> tuple[str, str] | None:
    """Return the profiles of both; None if one has none, or none that the tenant may see."""
    first, second = (who.profile_id for who in pair)
    if first is None or second is None or first == second:
        return None
    viewer = with_introductions(service, Viewer(tenant=event.tenant))
    try:
        return service.get(first, viewer).id, service.get(second, viewer).id
    except NotFoundError:
        return None


def _take_back(service: Service, event: Event, id: str) -> None:
    try:
        service.feedback.log.undo(id, event.tenant)
    except NotFoundError:
        _log.debug("%s is taken back already", id)


def _hash(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]
