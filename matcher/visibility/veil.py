"""The veil: how a profile behind an intermediary is shown to those it was not introduced to.

The veiled form is a `Profile` itself: an opaque id, what sort of organisation it is and from
which Kreis, and statements without what tells who it is. Index and catalog hold this form alone,
so that neither a search nor a radius can find out more.
"""

from __future__ import annotations

import hmac
import re
from functools import cache
from hashlib import sha256
from urllib.parse import urlsplit

from data.places.regions import load_regions
from data.places.tables import Tables, load_tables
from data.profiles import (
    MAX_STATEMENT_CHARS,
    RESERVED_ID_PREFIX,
    Place,
    Profile,
    Statement,
    Visibility,
)
from matcher.visibility.masking import WITHHELD, Telling, canonical, mask, words_of
from matcher.words import KINDS, pick

PREFIX = RESERVED_ID_PREFIX
_LEGAL = "gmbh mbh ggmbh ag se ug kg kgaa ohg gbr ek ev eg inc ltd co haftungsbeschrankt partg"
_FILLER = (
    "und der die das den dem des am an im in bei fur mit von vom zum zur oder aus auf the and of "
    "for dr prof ing dipl inh inhaber fa firma nachf nachfolger gebr gebruder sohn sohne tochter"
)
_TRADE = (
    "metall stahl eisen holz glas stein beton kunststoff textil leder papier druck elektro "
    "elektronik maschinen anlagen apparate werkzeug fahrzeug kraftfahrzeug kfz auto bau "
    "hochbau tiefbau dach boden fenster turen mobel innenausbau ausbau trockenbau garten "
    "landschafts landschaft umwelt energie solar wasser warme heizung sanitar klima kalte "
    "luftung licht laser optik optisch mess pruf medizin bio pharma chemie lebensmittel agrar "
    "land forst wald transport logistik spedition software daten digital informatik medien "
    "werbe design netz sicherheits system systeme systems technik technologie technologien "
    "technology technologies mechanik mechatronik automation automatisierung fertigung "
    "verarbeitung bearbeitung verwertung vertrieb handel gross einzel service services dienst "
    "dienste dienstleistung dienstleistungen betrieb betriebe werk werke werkstatt "
    "werkstatten meister meisterbetrieb fach manufaktur industrie gewerbe handwerk handwerks "
    "haus hof center zentrum zentren labor laboratorium institut institute forschung "
    "forschungs entwicklung entwicklungs hochschule fachhochschule universitat akademie "
    "schule gesellschaft gruppe group holding verein verband kammer genossenschaft netzwerk "
    "cluster initiative stiftung agentur buro planung planungs beratung beratungs consulting "
    "engineering solutions solution tischlerei schreinerei zimmerei schlosserei schmiede "
    "giesserei dreherei fraserei schleiferei lackiererei backerei konditorei fleischerei "
    "metzgerei brauerei molkerei muhle gartnerei malerei wascherei reinigung gebaude montage "
    "reparatur instandhaltung galvanik oberflachen zerspanung blech rohr armaturen pumpen "
    "geschaftsstelle geschaftsfuhrung sekretariat transferstelle"
)
_MAIL = "web tonline gmail gmx freenet outlook hotmail"
_REGION = "deutschland deutsche deutsches brandenburg brandenburger berlin berliner region"
_GENERIC = frozenset(f"{_LEGAL} {_FILLER} {_REGION}".split())
_COMPOUND = re.compile(f"(?:(?:{'|'.join(_TRADE.split())})(?:s|en|n|e)?)+")


def is_behind(profile: Profile) -> bool:
    """Say whether others than its owner see a profile veiled."""
    return profile.visibility is Visibility.INTERMEDIARY


def nameless(profile: Profile) -> bool:
    """Say whether a profile bears an id of a veil, so that its name may be a mere description."""
    return profile.id.startswith(PREFIX)


def veiled_id(profile_id: str, secret: bytes) -> str:
    """Return the id under which others know a profile: always the same, and telling nothing."""
    return PREFIX + hmac.new(secret, profile_id.encode(), sha256).hexdigest()[:20]


def veil(profile: Profile, secret: bytes) -> Profile:
    """Return the veiled form. Its statements stand in the same places as the true ones."""
    places = tuple(dict.fromkeys(filter(None, map(_coarse, profile.places))))
    telling = telling_of(profile)
    bare = profile.model_copy(
        update={
            "id": veiled_id(profile.id, secret),
            "places": places,
            "statements": tuple(_masked(s, telling) for s in profile.statements),
            "website": None,
            "contact": None,
            "source": None,
        }
    )
    return bare.model_copy(update={"name": described(bare, "de")})


def _masked(statement: Statement, telling: Telling) -> Statement:
    text = mask(statement.text, telling)
    return Statement(role=statement.role, text=text[:MAX_STATEMENT_CHARS])


def without_withheld(profile: Profile) -> Profile:
    """Return a profile without the statements of which nothing is shown, to search by it."""
    told = tuple(s for s in profile.statements if s.text != WITHHELD)
    return profile if len(told) == len(profile.statements) else _with(profile, told)


def _with(profile: Profile, statements: tuple[Statement, ...]) -> Profile:
    return profile.model_copy(update={"statements": statements})


def described(profile: Profile, language: str) -> str:
    """Return a veiled profile in words: "Handwerksbetrieb aus dem Landkreis Uckermark"."""
    kind = pick(KINDS[profile.kind], language)
    kind = kind[:1].upper() + kind[1:]
    if not profile.places:
        return kind
    place, regions = profile.places[0], load_regions()
    region = regions.get(f"kreis:{place.kreis}" if place.kreis else f"land:{place.land}")
    name = pick((region.name, region.name_en), language)
    the = pick(("aus dem", "from"), language)
    plain = pick(("aus", "from"), language)
    return f"{kind} {the if _takes_article(name) else plain} {name}"


def _takes_article(name: str) -> bool:
    return name.startswith(("Landkreis", "Kreis", "Saarland")) or name.endswith("kreis")


def _coarse(place: Place) -> Place | None:
    """Return the Kreis of a place, else its Land, None if neither is known."""
    kreis, land = _codes(place)
    return Place(kreis=kreis, land=land) if land else None


def _codes(place: Place) -> tuple[str | None, str | None]:
    known = dict(key.split(":", 1) for key in load_regions().keys(place))
    return known.get("kreis"), known.get("land")


def telling_of(profile: Profile) -> Telling:
    """Return what must not be read in the statements of a profile.

    All towns and postcodes of its Kreise are masked, not its own alone: otherwise the mask would
    tell which it is.
    """
    shown = {word for name in _shown_regions(profile) for word in words_of(name)}
    words = {w for text in _own_texts(profile) for w in words_of(text) if len(w) > 1}
    words -= shown
    towns, postcodes = _around(profile)
    bare = [word for word in words_of(profile.name) if word not in _LEGAL.split()]
    phrases = {canonical(profile.name), "".join(bare), canonical(profile.id)}
    phrases |= {canonical(label) for label in _domains(profile)} - set(_MAIL.split())
    phrases |= {canonical(place.name) for place in profile.places if place.name}
    phrases -= {canonical(name) for name in _shown_regions(profile)}
    return Telling(
        phrases=frozenset(p for p in phrases if len(p) > 1),
        words=frozenset(w for w in words if not is_generic(w) and not w.isdecimal()),
        towns=frozenset(towns - shown),
        acronyms=frozenset(_acronyms(profile.name)),
        postcodes=frozenset(postcodes),
    )


def _own_texts(profile: Profile) -> list[str]:
    """Return the texts whose uncommon words tell who a profile is."""
    texts = [profile.name, *(place.name for place in profile.places if place.name)]
    texts += [part for part in re.split(r"[\W_\d]+", profile.id) if len(part) >= 4]
    return texts


def _domains(profile: Profile) -> list[str]:
    """Return the names of a profile's domains: "schulze-treppen" of www.schulze-treppen.de."""
    hosts = [urlsplit(profile.website).hostname or ""] if profile.website else []
    if profile.contact is not None and profile.contact.email:
        hosts.append(profile.contact.email.rpartition("@")[2])
    return [host.split(".")[-2] for host in hosts if "." in host]


def is_generic(word: str) -> bool:
    """Say whether a `canonical` word is common to many names: a legal form, "metallbau", "der"."""
    return word in _GENERIC or _COMPOUND.fullmatch(word) is not None


def _acronyms(name: str) -> set[str]:
    """Return the initials of a name, with and without its small and legal words."""
    words = words_of(name)
    full = [w for w in words if w not in _LEGAL.split()]
    short = [w for w in full if w not in _FILLER.split()]
    return {a for a in ("".join(w[0] for w in some) for some in (full, short)) if len(a) > 1}


def _shown_regions(profile: Profile) -> list[str]:
    regions, names = load_regions(), []
    for place in profile.places:
        kreis, land = _codes(place)
        names += [regions.get(f"kreis:{kreis}").name] if kreis else []
        names += [regions.get(f"land:{land}").name] if land else []
    return names


def _around(profile: Profile) -> tuple[set[str], set[str]]:
    """Return the towns (`canonical`) and postcodes of all Kreise of a profile."""
    towns: set[str] = set()
    postcodes = {place.postcode for place in profile.places if place.postcode}
    for place in profile.places:
        kreis, _ = _codes(place)
        names, codes = _of_kreis(kreis) if kreis else (frozenset(), frozenset())
        towns |= names
        postcodes |= codes
    return towns, postcodes


@cache
def _tables() -> Tables:
    return load_tables()


@cache
def _of_kreis(kreis: str) -> tuple[frozenset[str], frozenset[str]]:
    tables = _tables()
    inside = {town.id for town in tables.towns.values() if town.kreis == kreis}
    codes = {code for code, towns in tables.postcodes.items() if inside & towns.keys()}
    names = (re.split(r"\s*[(/,]", tables.towns[town].name)[0] for town in inside)
    return frozenset(canonical(name) for name in names), frozenset(codes)
