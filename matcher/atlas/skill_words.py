"""Words of occupations, skills, training and staff, as patterns; our own lists."""

from __future__ import annotations

import re

_END = r"(?:[:*/_-]?innen|[:*/_-]?in|en|e|n|s)?"
_JOBS = """
    mechaniker mechatroniker elektroniker laborant schweißer schweisser dreher fräser zerspaner
    schlosser monteur installateur konstrukteur optiker informatiker programmierer entwickler
    lackierer schleifer löter wickler gießer former rohrnetzbauer anlagenführer maschinenführer
    kraftfahrer berufskraftfahrer staplerfahrer logistiker altenpfleger krankenpfleger pfleger
    ingenieur elektriker maler maurer dachdecker zimmerer tischler schreiner klempner glaser
    fliesenleger trockenbauer gerüstbauer straßenbauer tiefbauer metallbauer werkzeugmacher
    formenbauer werkzeugbauer bootsbauer orgelbauer bäcker konditor fleischer koch köche kellner
    hotelfachmann augenoptiker feinoptiker hörakustiker zahntechniker orthopädietechniker
    chemikant mediengestalter mikrotechnologe technologe erzieher sozialassistent ausbilder
    schweißfachmann fachwirt betriebswirt buchhalter auditor physiotherapeut medizintechniker
    elektrotechniker maschinenbautechniker kältetechniker servicetechniker zeichner
""".split()
_SPECIAL = (
    r"\w*fachkr(?:a|ä)fte?n?",
    r"\w*kauf(?:mann|frau|leute)",
    r"\w*bootsbaugesellen?",
    r"\w*fach(?:mann|leute)",
    r"\w*technolog(?:e|en|in|innen)",
)
_PREFIX = r"(?:[A-ZÄÖÜ][\wäöüß]*?-?)?"
OCCUPATION = re.compile(
    rf"\b(?:{_PREFIX}(?:{'|'.join(sorted(_JOBS, key=len, reverse=True))}){_END}"
    rf"|{'|'.join(_SPECIAL)})\b",
    re.IGNORECASE,
)
"""An occupation with its inflections: „Zerspanungsmechanikerinnen“, „Elektroniker:in“."""
INFLECTED = re.compile(r"(?:(?<=[a-zäöü])[:*/_-]?innen|(?<=[rtednlk])[:*/_-]?in|(?<=r)[ns])$")
SKILLS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in (
        (
            "Schweißen",
            r"Schwei(?:ß|ss)(?:en|kurs\w*|lehrg\w*|pr(?:ü|ue)fung\w*|technik|kabine\w*)\b"
            r"|\b(?:MAG|WIG|E-Hand)\b|\w+schwei(?:ß|ss)en\b",
        ),
        ("Drehen", r"\b(?:CNC-)?Drehen\b"),
        ("Fräsen", r"\b(?:CNC-)?Fräsen\b"),
        ("Schleifen und Polieren", r"\b(?:Schleifen|Polieren)\b"),
        ("Zerspanung", r"\bZerspanung(?:stechnik)?\b"),
        ("CNC-Technik", r"\bCNC(?:-(?:Technik|Programm\w+|Kurs\w*|Lehrg\w*))?\b"),
        ("Löten", r"\b\w*[Ll]öten\b"),
        ("Kleben", r"\bKleben\b|\bKleb(?:fachkraft|technik|praktiker)\w*"),
        ("Hydraulik und Pneumatik", r"\b(?:Hydraulik|Pneumatik)\b"),
        ("SPS und Automatisierung", r"\bSPS\b|\bAutomatisierungstechnik\b"),
        ("Robotik", r"\bRobot(?:ik|er)\b"),
        ("Messtechnik", r"\bMesstechnik\b"),
        ("Vakuumtechnik", r"\bVakuumtechnik\b"),
        ("Kältetechnik", r"\bKältetechnik\b"),
        ("Elektrotechnik", r"\bElektrotechnik\b"),
        ("CAD und Konstruktion", r"\b(?:CAD|Konstruieren)\b"),
        ("Lackieren", r"\bLackieren\b"),
        ("Mikrotechnologie", r"\bMikrotechnologie\b"),
        ("Reinraum", r"\bReinraum\w*"),
        ("Bildverarbeitung", r"\bBildverarbeitung\b"),
        ("Qualitätsmanagement", r"\bQualitätsmanagement\b|\bQM\b"),
        ("Englisch", r"\b\w*[Ee]nglisch\w*"),
        ("Deutsch", r"\b(?:Sprachkurs\w*|Fachsprachkurs\w*|Deutschkurs\w*|Berufsdeutsch)\b"),
        ("Pflege", r"\b(?:Alten|Kranken)?[Pp]flege\b"),
        ("Lager und Logistik", r"\b(?:Lagerlogistik|Staplerschein\w*)\b"),
    )
}
APPRENTICE = re.compile(
    r"Auszubildend|\bAzubi|Lehrling|Ausbildungspl[aä]tz|Ausbildung\b|Lehrjahr|Lehrstelle|"
    r"Ausbildungsverbund|Verbundausbildung|Fremdausbildung|\bbild\w+ .{0,60}\baus\b",
)
COURSE = re.compile(
    r"[Ll]ehrg[aä]ng|[Kk]urse?\b|[Ss]chulung|[Ff]ortbildung|[Ww]eiterbildung|[Uu]mschul|"
    r"[Qq]ualifi[zk]ier|Zusatzqualifikation|Seminar|[Aa]usbildungsmodul|Praxistag|"
    r"[Ss]chwei(?:ß|ss)erprüfung|Prüfungsvorbereitung|Lehrunterweisung|Lehrlingsunterweisung",
)
STAFF = re.compile(
    r"Fachkr[aä]ft|Fachpersonal|Gesell(?:e|en|in|innen)\b|\bStellen?\b|Mitarbeit(?:er|ende)|"
    r"Nachwuchs|[Ee]instell|Personal\b|Kolleg(?:e|en|in)\b|Festanstellung|Beschäftigte gesucht",
)
PARTNER = re.compile(
    r"[Pp]artner(?:betrieb)?\b|[Nn]achunternehmer|[Ss]ubunternehmer|[Ff]irm(?:a|en)\b|\bBüro|"
    r"Betriebe? (?:mit|gesucht)|Brillen? |\bGespann\b",
)
SEEKING = re.compile(
    r"\b(?:such(?:en|t)|gesucht|fehl(?:en|t)|brauch(?:en|t)|benötig\w+|Bedarf an|nicht besetzt)\b",
    re.IGNORECASE,
)
LACKING = re.compile(
    r"\bfehl(?:en|t)\b|\bfinden wir (?:nicht|keine)|(?:nicht|kaum) zu finden", re.IGNORECASE
)
"""People are missing, though no word for staff is said: „Mechatroniker fehlen“."""
LENT = re.compile(
    r"\b(?:verleih\w*|abgeben|abzugeben|vermieten wir)\b|\bEinsatz in anderen\b|\bArbeit für\b"
)
"""People whom a firm gives to others for a time; in a need it is no search for people."""
EMPLOYED = re.compile(r"\b(?:beschäftig(?:en|t)|arbeiten bei uns)\b")
"""Says how many there are, not that any are sought."""
TRAINED = re.compile(
    r"\b[Uu]nser\w*\b.{0,60}\b(?:sollen|lernen|schulen)\b|\bschult\b|\b(?:schicken|entsenden)\b"
)
"""A firm's own people are to be trained: they are not sought."""
OWN_COURSE = re.compile(
    r"\bTeilnehm\w*.{0,40}\bunser|\b[Uu]nser\w*\s+(?:\w+\s+)?(?:Lehrg[aä]ng|Kurs|Seminar|Schulung)"
)
"""Who seeks people for its own course offers the course."""
ELSEWHERE = re.compile(
    r"Fremdausbildung|Verbundausbildung|Ausbildung im Verbund|[Qq]ualifizierung z"
)
"""In a mere description: training that a firm had others do for its people."""
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "zwei",
            "drei",
            "vier",
            "fünf fuenf",
            "sechs",
            "sieben",
            "acht",
            "neun",
            "zehn",
            "elf",
            "zwölf zwoelf",
            "dreizehn",
            "vierzehn",
            "fünfzehn",
        ),
        start=2,
    )
    for word in words.split()
} | {"zwanzig": 20, "dreißig": 30}
_APART = "und|oder|mit|für|bei|von|zu|aus|in|im|auf|suchen|sucht|wir|ist|sind|haben|hat|bis|pro|je"
"""Words between a number and an occupation after which it counts something else."""
_NUMBER = rf"\b(\d{{1,3}}|{'|'.join(NUMBERS)})"
QUANTITY = re.compile(
    rf"{_NUMBER}(?:\s?x)?\s+(?:(?!(?:{_APART})\b)[\w/:*-]+\s+){{0,3}}$", re.IGNORECASE
)
"""A number that stands before what it counts, with up to three words between."""
PEOPLE = re.compile(
    rf"{_NUMBER}\s+(?:\w+\s+){{0,2}}(?:Plätze|Lehrgangsplätze|Ausbildungsplätze|Teilnehm|Auszubild|"
    r"Azubi|Lehrling|Jugendliche|Fachkr[aä]ft|Stellen|Gesell|Mitarbeit)",
    re.IGNORECASE,
)
UNIT = re.compile(
    rf"(?:\d+(?:[.,]\d+)?|\b(?:{'|'.join(NUMBERS)}))\s*"
    r"(?:%|Prozent|Jahr|Monat|Woche|Tag|Stunde|km|m\b|mm|t\b|Tonne|kW|Euro|Uhr)|\b\d+-\w+",
    re.IGNORECASE,
)
"""Numbers that count something else."""
