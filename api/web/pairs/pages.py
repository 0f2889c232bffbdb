"""What became of one suggestion: told by a click, taken back by another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Request, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from api.http.deps import AdviserDep, LanguageDep, ServiceDep
from api.http.sending import local_path
from api.language.texts import translator
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.identity import Identity
from api.work.pairs import PairView, pair_views
from api.work.service import Service
from data.errors import RequestError
from data.feedback.outcomes import EVENTS, MAX_NOTE_CHARS, REASONS, EventKind, Report
from data.profiles import clean_text
from matcher.words import pick

router = page_router()


class PairForm(BaseModel):
    """What a form sends: the pair, what is told of it, and the address to go on at."""

    model_config = ConfigDict(frozen=True)

    profile_id: str = ""
    impression_id: str = ""
    seeker: str = ""
    question: str = ""
    back: str = "/"
    kind: str = ""
    reason: str = ""
    note: str = ""

    @property
    def said(self) -> str:
        """The note without what nobody sees."""
        return str(clean_text(self.note))


Sent = Annotated[PairForm, Form()]


@router.post("/paare")
def tell(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep, form: Sent
) -> Response:
    """Keep what became of a suggestion."""
    answer = _Answer(request, service, identity, language, form)
    if problems := _missing(form, language):
        return answer.problem(problems)
    report = _report(form)
    if _is_news(report, answer.view()):
        service.feedback.give(report, identity.viewer)
    focus = {EventKind.DECLINED: "undo", EventKind.NOTED: "past"}.get(report.kind, report.kind)
    t = translator(language)
    said = f"{t('pair_noted')}: {pick(EVENTS[report.kind], language)}. {t('undo')}?"
    return answer.done(said, str(focus))


@router.post("/paare/{event_id}/zuruecknehmen")
def take_back(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    form: Sent,
) -> Response:
    """Take back what was told."""
    service.feedback.undo(event_id, identity.viewer)
    answer = _Answer(request, service, identity, language, form)
    if not form.profile_id:
        return see(local_path(form.back))
    t = translator(language)
    state = answer.view().label or t("pair_open")
    return answer.done(f"{t('pair_undone')} {state}.", EventKind.SUGGESTED)


@dataclass(frozen=True)
class _Answer:
    """What answers one click: for htmx the pair as it stands now, else the list it came from."""

    request: Request
    service: Service
    identity: Identity
    language: str
    form: PairForm

    def done(self, said: str, focus: str) -> Response:
        """Return the pair anew, with what a screen reader says and where the keyboard goes on."""
        if self._by_htmx():
            return self._render("pairs/_answer.html", {"said": said, "focus": focus})
        view = self.view()
        back = local_path(self.form.back).partition("#")[0]
        return see(f"{view.shown_in(back)}#{view.anchor}")

    def problem(self, problems: dict[str, str]) -> Response:
        """Return the form again, with what was typed and what is missing."""
        context = {"problems": problems, "typed": {"note": self.form.note}}
        if self._by_htmx():
            return self._render(
                "pairs/_answer.html", context | {"said": " ".join(problems.values())}
            )
        return self._render("pairs/one.html", context, 422)

    def view(self) -> PairView:
        """Return how the pair of the form stands."""
        form = self.form
        seeker, question = form.seeker or None, form.question or None
        if form.impression_id:
            log = self.service.feedback.log
            shown = log.impression(form.impression_id, self.identity.tenant)
            seeker, question = shown.seeker, shown.question
        views = pair_views(
            self.service,
            self.identity,
            seeker,
            question,
            (form.profile_id,),
            form.impression_id or None,
            self.language,
        )
        return views[form.profile_id]

    def _by_htmx(self) -> bool:
        return "HX-Request" in self.request.headers

    def _render(self, template: str, more: Mapping[str, object], status: int = 200) -> Response:
        partner = self.service.get(self.form.profile_id, self.identity.viewer)
        context: dict[str, object] = {
            "pair": self.view(),
            "name": partner.name,
            "back": local_path(self.form.back),
        }
        return render(self.request, template, context | dict(more), status)


def _missing(form: PairForm, language: str) -> dict[str, str]:
    """Return what must still be filled in, by field."""
    t = translator(language)
    if form.kind == EventKind.DECLINED and not form.reason:
        return {"reason": t("pair_need_reason")}
    if form.kind == EventKind.NOTED and not form.said:
        return {"note": t("pair_need_note")}
    if len(form.said) > MAX_NOTE_CHARS:
        field = "note" if form.kind == EventKind.NOTED else "reason"
        return {field: t("pair_note_long").format(found=len(form.said), max=MAX_NOTE_CHARS)}
    return {}


def _report(form: PairForm) -> Report:
    """Return what is told; `RequestError` if no form of ours can have sent it."""
    told = {
        "impression_id": form.impression_id,
        "seeker": "" if form.impression_id else form.seeker,
        "question": "" if form.impression_id else form.question,
        "profile_id": form.profile_id,
        "kind": form.kind,
        "reason": form.reason if form.kind == EventKind.DECLINED else "",
        "note": form.said,
    }
    try:
        return Report.model_validate({name: value for name, value in told.items() if value})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "paare"
        raise RequestError(
            f"Das Formular nennt im Feld '{place}' nichts Gültiges: {first['input']!r:.60}.",
            f"The form says nothing valid in field '{place}': {first['input']!r:.60}.",
        ) from error


def _is_news(report: Report, pair: PairView) -> bool:
    """Say whether a report tells more than the pair shows: a second click does not."""
    shown = pair.current
    reason = pick(REASONS[report.reason], pair.language) if report.reason is not None else None
    return (
        report.note is not None
        or shown is None
        or (report.kind, reason) != (shown.kind, shown.reason)
    )
