"""`Profile` and `Statement`: what is matched.

All models are frozen and refuse unknown fields, so a misspelt field is an error and not a silent
loss. Names of regions and sectors are resolved to codes by `data.places.regions` and
`data.sectors.wz` before a profile is built; here only the form of a code is checked.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

MAX_STATEMENT_CHARS = 4000
MAX_STATEMENTS = 200
MAX_PLACES = 50
RESERVED_ID_PREFIX = "vermittelt-"
"""Begins the ids under which profiles behind an intermediary are shown to others."""


class Kind(StrEnum):
    """What sort of organisation or place a profile describes."""

    COMPANY = "company"
    CRAFT = "craft"
    STARTUP = "startup"
    RESEARCH = "research"
    CLUSTER = "cluster"
    FACILITY = "facility"


class Role(StrEnum):
    """What a statement is: something offered, something needed, or a description."""

    OFFER = "offer"
    NEED = "need"
    ABOUT = "about"


class SizeClass(StrEnum):
    """Size by employees as in Commission Recommendation 2003/361/EC: <10, <50, <250, more."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Visibility(StrEnum):
    """Who may see a profile."""

    PUBLIC = "public"
    NETWORK = "network"
    OWN = "own"
    INTERMEDIARY = "intermediary"


_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
"""White space and control characters (Unicode category Cc)."""
_NONCHARACTERS = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
"""Code points that are no characters: Word and Excel files must not hold them."""


def clean_text(value: object) -> object:
    """Make text safe for tokenizers, stores and files: NFC, one-space runs, real characters only.

    Control characters count as blanks, noncharacters are taken out, lone surrogates become U+FFFD.
    Anything but a string is returned as it is, for the type check that follows to refuse.
    """
    if not isinstance(value, str):
        return value
    value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    value = unicodedata.normalize("NFC", value)
    return _BLANKS.sub(" ", _NONCHARACTERS.sub("", value)).strip()


def _unique(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


Text = Annotated[str, BeforeValidator(clean_text)]
WzCode = Annotated[str, Field(pattern=r"^([A-U]|\d{2}(\.\d{1,2}(\.\d)?)?)$")]
"""WZ 2008 / NACE Rev. 2 as a section letter, ``25``, ``25.6``, ``25.62`` or ``25.62.0``."""
TradeCode = Annotated[str, Field(pattern=r"^(A|B1|B2)-\d{1,2}$")]
"""Craft trade of the Handwerksordnung: list and number, e.g. ``A-13``."""
ClusterCode = Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$")]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Statement(_Model):
    """One sentence or short paragraph: the unit that is embedded and shown as evidence."""

    role: Role
    text: Annotated[Text, Field(min_length=1, max_length=MAX_STATEMENT_CHARS)]


class Place(_Model):
    """Where a profile is active. Every part may be missing: some sources know only the Land."""

    postcode: Annotated[str, Field(pattern=r"^\d{5}$")] | None = None
    name: Annotated[Text, Field(max_length=120)] | None = None
    kreis: Annotated[str, Field(pattern=r"^\d{5}$")] | None = None
    """Official five-digit key (AGS) of the Kreis."""
    land: Annotated[str, Field(pattern=r"^\d{2}$")] | None = None
    """First two digits of the AGS: ``11`` Berlin, ``12`` Brandenburg."""


class Contact(_Model):
    """Whom to ask: an office or function, never a natural person's private data."""

    office: Annotated[Text, Field(max_length=200)] | None = None
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=200)] | None = (
        None
    )
    phone: Annotated[Text, Field(max_length=60)] | None = None


class Profile(_Model):
    """One organisation or place that can be matched."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:\-]{0,99}$")]
    name: Annotated[Text, Field(min_length=1, max_length=300)]
    kind: Kind
    statements: Annotated[tuple[Statement, ...], Field(max_length=MAX_STATEMENTS)] = ()
    places: Annotated[tuple[Place, ...], Field(max_length=MAX_PLACES)] = ()
    sectors: Annotated[tuple[WzCode, ...], AfterValidator(_unique)] = ()
    trades: Annotated[tuple[TradeCode, ...], AfterValidator(_unique)] = ()
    clusters: Annotated[tuple[ClusterCode, ...], AfterValidator(_unique)] = ()
    size: SizeClass | None = None
    languages: Annotated[tuple[LanguageCode, ...], AfterValidator(_unique)] = ("de",)
    website: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=300)] | None = None
    contact: Contact | None = None
    visibility: Visibility = Visibility.PUBLIC
    owner: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,63}$")] = "default"
    """The tenant that owns the profile, e.g. a cluster or a chamber."""
    valid_until: dt.date | None = None
    source: Annotated[Text, Field(max_length=300)] | None = None
    """Where the profile comes from, e.g. a file and its date."""

    def texts(self, role: Role) -> tuple[str, ...]:
        """Return the texts of the statements in ``role``, in the profile's order."""
        return tuple(s.text for s in self.statements if s.role is role)
