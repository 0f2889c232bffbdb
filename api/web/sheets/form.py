"""The form of a new sheet: what was typed, and the order it means or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.language.texts import translator
from api.work.asking.firms import find_firm
from api.work.asking.form import code_of
from api.work.asking.values import profile_text, region_text
from api.work.service import Service
from api.work.sheets.compose import Order, stored_firm, unstored_firm
from data.errors import PartnerMatchError, RegionError, SectorError
from data.office.sheets import SheetFirm
from data.places.regions import load_regions
from data.profiles import MAX_STATEMENT_CHARS, Profile, Role, clean_text
from data.sectors.names import resolve_any
from data.sectors.trades import Trade
from matcher.request import Constraint, Rule, Viewer

WHERE = ("near", "radius", "prefer", "only")
MAX_KM = 1000.0
DEFAULT_KM = "50"


@dataclass(frozen=True)
class NewForm:
    """The fields as a person filled them in; nothing is checked yet."""

    firm: str = ""
    name: str = ""
    postcode: str = ""
    trade: str = ""
    need: str = ""
    where: str = "near"
    km: str = DEFAULT_KM
    region: str = ""
    language: str = "de"

    @classmethod
    def of(cls, sent: Mapping[str, object], language: str = "de") -> NewForm:
        """Read the form; what cannot be meant is left out."""

        def typed(name: str, most: int = 400) -> str:
            return str(clean_text(str(sent.get(name, ""))))[:most]

        where, spoken = typed("wo"), typed("sprache")
        return cls(
            firm=typed("betrieb"),
            name=typed("name", 300),
            postcode=typed("plz", 20),
            trade=typed("gewerk"),
            need=typed("anliegen", MAX_STATEMENT_CHARS + 1000),
            where=where if where in WHERE else "near",
            km=typed("km", 10) or DEFAULT_KM,
            region=typed("region", 1000),
            language=spoken if spoken in ("de", "en") else language,
        )


@dataclass
class CheckedNew:
    """A form that was understood, in part or in whole."""

    form: NewForm
    problems: dict[str, str] = field(default_factory=dict)
    choices: list[Profile] = field(default_factory=list)
    """Whom the name of the firm may mean."""
    seeker: Profile | None = None
    order: Order | None = None
    """Only where there are no problems."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The needs that the chosen firm states."""
        return self.seeker.texts(Role.NEED) if self.seeker is not None else ()


def check_new(service: Service, viewer: Viewer, form: NewForm, language: str) -> CheckedNew:
    """Return the order that a form means, or what is wrong with it; messages in ``language``."""
    checked, t = CheckedNew(form), translator(language)
    if form.firm:
        _find_firm(service, viewer, checked, language)
    firm = _firm(checked, language)
    if not form.need:
        checked.problems["need"] = t("sheet_err_need")
    elif len(form.need) > MAX_STATEMENT_CHARS:
        text = t("sheet_err_long").format(found=len(form.need), max=MAX_STATEMENT_CHARS)
        checked.problems["need"] = text
    rules = _rules(checked, firm, language)
    if not checked.problems and firm is not None:
        checked.order = Order(firm, form.need, rules, form.language)
    return checked


def _find_firm(service: Service, viewer: Viewer, checked: CheckedNew, language: str) -> None:
    found = find_firm(service, viewer, checked.form.firm)
    if isinstance(found, Profile):
        checked.seeker = found
        return
    t = translator(language)
    checked.choices = found
    if found:
        text = t("sheet_err_several").format(text=checked.form.firm, count=len(found))
    else:
        text = t("sheet_err_unknown").format(text=checked.form.firm)
    checked.problems["firm"] = text


def _firm(checked: CheckedNew, language: str) -> SheetFirm | None:
    form, t = checked.form, translator(language)
    if form.firm and form.name:
        checked.problems["firm"] = t("sheet_err_both")
        return None
    if form.firm:
        seeker = checked.seeker
        return stored_firm(seeker, form.language) if seeker is not None else None
    if not form.name:
        checked.problems["firm"] = t("sheet_err_firm")
        return None
    postcode, trade = _postcode(checked, language), _trade(checked, language)
    if {"postcode", "trade"} & checked.problems.keys():
        return None
    return unstored_firm(form.name, postcode, trade)


def _postcode(checked: CheckedNew, language: str) -> str | None:
    text = checked.form.postcode.replace(" ", "")
    if not text:
        return None
    try:
        if len(text) == 5 and text.isdecimal():
            load_regions().resolve(text)
            return text
    except RegionError:
        pass
    message = translator(language)("sheet_err_postcode").format(text=checked.form.postcode)
    checked.problems["postcode"] = message
    return None


def _trade(checked: CheckedNew, language: str) -> str | None:
    text = checked.form.trade
    for meant in filter(None, (code_of(text), text)):
        try:
            found = resolve_any(meant)
        except SectorError:
            continue
        if isinstance(found, Trade):
            return found.id
    if text:
        checked.problems["trade"] = translator(language)("sheet_err_trade").format(text=text)
    return None


def _rules(checked: CheckedNew, firm: SheetFirm | None, language: str) -> tuple[Constraint, ...]:
    form = checked.form
    if form.where == "radius":
        return _radius(checked, firm, language)
    if form.where not in ("prefer", "only"):
        return ()
    names = [name.strip() for name in form.region.split(";") if name.strip()]
    if not names:
        checked.problems["region"] = translator(language)("sheet_err_region")
        return ()
    try:
        regions = tuple(region_text(load_regions().resolve(name)) for name in names[:20])
    except PartnerMatchError as error:
        checked.problems["region"] = error.text(language)
        return ()
    strength = "prefer" if form.where == "prefer" else "must"
    return (Constraint(rule=Rule.REGION, values=regions, strength=strength),)


def _radius(checked: CheckedNew, firm: SheetFirm | None, language: str) -> tuple[Constraint, ...]:
    t, km = translator(language), _km(checked.form.km)
    if km is None:
        checked.problems["km"] = t("sheet_err_km").format(text=checked.form.km)
        return ()
    if firm is None:
        return ()
    if firm.postcode is None:
        checked.problems["km"] = t("sheet_err_no_place")
        return ()
    place = region_text(load_regions().resolve(firm.postcode))
    return (Constraint(rule=Rule.RADIUS, values=(place,), km=km),)


def _km(text: str) -> float | None:
    try:
        km = float(text.replace(",", "."))
    except ValueError:
        return None
    return km if 1 <= km <= MAX_KM else None


def firm_text(checked: CheckedNew) -> str:
    """Return what stands in the field of the firm."""
    return profile_text(checked.seeker) if checked.seeker is not None else checked.form.firm
