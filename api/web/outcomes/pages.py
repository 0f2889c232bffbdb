"""What became of suggestions: figures to read, and as a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request, Response

from api.http.deps import LanguageDep, ManagerDep, ServiceDep
from api.web.downloads import workbook_file
from api.web.rendering import render
from api.web.site import page_router
from api.work.identity import Identity
from api.work.outcomes.desk import OutcomesDesk
from api.work.outcomes.figures import Outcomes
from api.work.outcomes.parts import FEWEST, STEPS
from api.work.outcomes.period import Period, Span, period_of
from api.work.outcomes.traits import Dimension
from api.work.outcomes.view import funnel, period_text, sentences, words
from api.work.refusal import read_only
from api.work.service import Service
from data import clock
from data.errors import RequestError
from data.feedback.outcomes import REASONS, EventKind
from matcher.words import pick

HAPPENED = (*STEPS, EventKind.DECLINED)
MOST_GROUPS = 12
REGIONS = (Dimension.LAND, Dimension.KREIS)
SECTORS = (Dimension.SECTION, Dimension.DIVISION, Dimension.CLUSTER)
router = page_router()


@dataclass(frozen=True)
class Choice:
    """What somebody chose to see."""

    span: Span
    period: Period
    of_seekers: bool
    region: Dimension
    sector: Dimension
    typed: tuple[str, str]
    """The free dates as they stand in the form."""
    problem: RequestError | None = None
    """What is wrong with the dates; the year is shown meanwhile."""


@router.get("/ergebnisse")
def show_outcomes(
    request: Request, service: ServiceDep, identity: ManagerDep, language: LanguageDep
) -> Response:
    """Show what became of the tenant's suggestions in a period."""
    choice = _choice(request)
    found = _figures(request, service, identity, choice)
    dimensions = (choice.region, choice.sector, Dimension.SIZE, Dimension.KIND)
    kinds, sizes = (found.attention(d) for d in (Dimension.KIND, Dimension.SIZE))
    context: dict[str, object] = {
        "choice": choice,
        "spans": list(Span),
        "regions": REGIONS,
        "sectors": SECTORS,
        "period": period_text(choice.period, language),
        "query": request.url.query,
        "found": found,
        "happened": HAPPENED,
        "funnel": funnel(found.reached, language),
        "reasons": [
            (pick(REASONS[reason], language), count)
            for reason, count in sorted(found.refusals.items(), key=lambda item: -item[1])
        ],
        "groups": [(d, found.by(d, of_seekers=choice.of_seekers)) for d in dimensions],
        "steps": STEPS,
        "most": MOST_GROUPS,
        "fewest": FEWEST,
        "attention": [(Dimension.KIND, kinds), (Dimension.SIZE, sizes)],
        "sentences": sentences(kinds, sizes, language),
        "is_empty": found.is_empty,
    }
    return render(request, "outcomes/show.html", words(language) | context)


@router.get("/ergebnisse.xlsx")
def download_outcomes(
    request: Request, service: ServiceDep, identity: ManagerDep, language: LanguageDep
) -> Response:
    """Return the same figures, all groups and the pairs as a spreadsheet."""
    from api.files.outcomes import workbook

    choice = _choice(request)
    if choice.problem is not None:
        raise choice.problem
    content = workbook(_figures(request, service, identity, choice), choice.period, language)
    name = f"ergebnisse-{choice.period.first}-{choice.period.last}.xlsx"
    return workbook_file(content, name)


def _figures(request: Request, service: Service, identity: Identity, choice: Choice) -> Outcomes:
    if identity.tenant is None:
        raise read_only()
    desk = service.part(OutcomesDesk, OutcomesDesk)
    return desk.figures(service, identity.viewer, identity.tenant, choice.period)


def _choice(request: Request) -> Choice:
    """Read what is to be shown; what is not known is as if nothing was chosen."""
    query, today = request.query_params, clock.today()
    named = query.get("zeitraum", "")
    span = Span(named) if named in set(Span) else Span.YEAR
    first, last = query.get("von", "")[:20], query.get("bis", "")[:20]
    region, sector = query.get("region", ""), query.get("branche", "")
    problem = None
    try:
        period = period_of(span, today, first, last)
    except RequestError as error:
        period, problem = period_of(Span.YEAR, today), error
    return Choice(
        span=span,
        period=period,
        of_seekers=query.get("sicht") == "suchende",
        region=Dimension(region) if region in REGIONS else REGIONS[0],
        sector=Dimension(sector) if sector in SECTORS else SECTORS[0],
        typed=(first or period.first.isoformat(), last or period.last.isoformat()),
        problem=problem,
    )
