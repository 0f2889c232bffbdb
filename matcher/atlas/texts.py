"""What a statement says about competence: its nouns, without what only funds or organises.

Lists of funded projects hold thousands of titles such as „Messeteilnahme InnoTrans 2016“ or
„Erweiterung einer Betriebsstätte“. They say that somebody was funded, not what they can do. A
text of which nothing else is left is not learned from and belongs to no topic.

Words that say nothing about competence: of funding, of organising, of measuring, of names.

Folded as `data.text.fold` does it, and compared by their stems.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import Stemmer

from data.places.tables import load_tables
from data.sectors.names import sector_words
from data.sectors.trades import load_trades
from data.sectors.wz import load_sectors
from data.text import fold

_GENERAL = """
    abbau ablauf abnehmer absatz abschnitt absicherung absprache abteilung achs adresse advanced
    akteur aktion aktiv aktivierung aktivitaet alle allgemein alt altersgruende altersgruenden
    anbahnung anbau anbieter anbindung anfaenger anforderung anfrage angebot anlage anlass
    anmeldung annahme anpassung ansatz anschaffung anschluss ansiedlung ansprechpartner anteil
    antrag anwender anwendung anzahl applikation arbeit arbeitgeber arbeitnehmer arbeitsplatz
    arbeitstitel arbeitszeit art artikel auf aufbau aufbauphase aufbereitung aufgabe aufloesung
    auftrag auftraggeber auftragsspitze aufwand aufwertung ausbau ausbaustufe ausdruck ausfall
    ausgabe auslastung ausstattung auswahl auswertung autohaus basis bauabschnitt baufeld bauliche
    baumassnahme baustein beachtung bedarf bedingung beginn begleitung beispiel beitrag beleg
    belegung bereich bereitstellung bericht beruf beschaeftigte beschaeftigung beschaffung besitz
    besitzgesellschaft besitzunternehmen bestand bestimmung besuch beteiligung betrag betreibung
    betreuung betrieb betriebserweiterung betriebsgebaeude betriebsgesellschaft betriebsstaette
    betriebsuebernahme bewertung bild blick breite buero campus chance charge dach daten dauer
    demonstration demonstrationsvorhaben design-to detailnetz deutschland dichte dienst
    dienstleister dienstleistung ding diversifizierung dokumentation draussen drei dritte durch
    durchf durchfuehrbarkeitsstudie durchfuehrung durchgang durchmesser ebene eigenbetrieb
    eigenschaft einarbeitung einbau eindruck einfuehrung einheit einrichtung einsatz einsatzgrenze
    einschliesslich einstellung einzelstueck element ende entscheidung entstehung entw entwicklung
    entwicklungskonzept entwurf erarbeitung erbringung erfahrung erfassung erfolg erfolgskontrolle
    erforschung ergaenzung ergebnis erhalt erhoehung ermittlung erneuerung eroeffnung erprobung
    errichtung ersatz erschliessung erstellung erweiterung erwerb erzeuger erzeugnis erzeugung
    etablierung etwa euro europa evaluation evaluierung experte extra fach fachfirma fachkraefte
    fachkraft fahrweg fall familie familienbetrieb feld fertigstellung fertigung festpreis
    finanzierung firma foerderperiode form forschung fortbildung forum frage frau freie freigabe
    frist fuehler fuehrung fuenf funktion ganze gebaeude gebiet gegenpruefen gegenstueck gegenzug
    geld gemeinde gemeinsam generation generierung geraet gesamt gesamtkonzept
    gesamtproduktionsverfahren geschaeft geschaeftsfeld geschaeftsstelle gesellschaft gestaltung
    gesuch gesucht gewerbe gewicht gewinnung gleich gleichzeitig grad green grenze groesse
    gruendung grund grunderwerb grundlage grundlagenuntersuchung grundlegend grundstueck gruppe
    haelfte haeufig haeuser halle hand handel handlung haus hebel heft heim hersteller herstellung
    hilfe hinblick hoehe idee implementierung industrie infrastruktur inhaber inhalt initiative
    initiierungsphase innov innovation innovationspotential innovationsprojekt innovativ
    instandsetzung institut institutionell integrated integration integriert intelligente
    interesse international investition jahr jemand jgdl jugend kanal kapazitaet kaputt karte kauf
    kenntnis kilo kind kleine kleinserie kollege kommune kompetenz komponente konstellation
    kontakt kontaktanbahnung konzept konzeption konzeptionell kooperation koordinierung
    koordinierungsstelle kosten kraft kreis kunde laden laenge lage land laufzeit leistung leitung
    letzte leute liefer lieferant lieferung lieferzeit life linie liter loesung los lose
    lueckenschluss machbarkeit machbarkeitsstudie management mann markt maschine
    maschineninvestition mass massnahme massnahmeplan material mehr mehrwert meister menge mensch
    meter methode mietbeginn miete mitarbeit mitarbeiter mitarbeiterqualifizierung mitglied mitte
    mittel mittelstand modell modellprojekt modellvorhaben modern modernisierung modul
    moeglichkeit monat muster nachbar nachbarbetrieb nachbetreuung nachfolge nachfrage
    nachhaltigkeit nachweis name netz netzwerk neu neuartig neubau neueinstellung neuentwicklung
    neuerrichtung neugestaltung neustart niemand norden nutzer nutzung objekt ohne operation
    optimierung ordnung organisation original ort osten paket partie partner partnerbetrieb
    partnerschaft person personal personen phase pilot pilotanlage pilotprojekt plan planung
    plattform platz plus potential potenzial praxis preis problem process prod produkt
    produktdesign produktdiversifizierung produktentwicklung produktion produktionshalle
    produktionsprozess produktionsverfahren produktvorbereitung profil programm projekt
    projektbegleitung projektbeschreibung projektmanagement projekttraeger projekttyp protokoll
    prototyp prozent prozess quadratmeter qual qualitaet rahmen rand rationalisierung raum
    realisierbarkeit reduzierung region regional rest rezeptur richtige richtlinie richtung risiko
    rolle rueckmeldung ruecknahme rundum sache saison schaffung schicht schliessen schluss schnell
    schritt schulung seite selbst serie serienmuster service sicherheit sicherstellung sicherung
    sicht simulation situationsanalyse smart sohn sonder sonderanfertigung sonstige spezial stadt
    stadtteil stand standort starke start startup station steigerung stelle stoff strasse
    strategie strategisch struktur studie stueck stueckzahl stufe stunde suche sueden system tag
    tagung team technik technologie technology teil teilflaeche teilmassnahme teilnahme
    teilprojekt termin test testflaeche thema titel toleranz tonne tp traeger transfer typ
    ueberarbeitung uebergabe ueberlaeufe uebernahme ueberwachung umbau umfang umgebung
    umgestaltung umkreis umnutzung umruestung umsetzung umstellung unser unterlage unternehmen
    unternehmer unterstuetzung untersuchung ursprung variante verarbeitung verbess verbessern
    verbesserung verbindung verbund verein verfahren verfahrensentwicklung verfuegung vergleich
    verkauf verlagerung vermietung vermittlung vernetzung versorgung verstetigungsphase versuch
    vertrag vertrieb verwaltung verwendung viele vier vorarbeiten vorbereitung vorbild vorgang
    vorhaben vorhabenbezogen vorhabensbezogen vorkenntnis vorrichtung vorstellung vorteil
    wahrnehmung ware weg weise weiterentwicklung weiterfuehrung welt werbematerial werk werkstatt
    werkstoff wert westen wettbewerb wirtschaft wissen wissenschaft woche workshop wunsch zahl
    zeichnung zeit zentrum zertifizierung ziel zielgruppe zubehoer zugang zukunft zulassung
    zusammenarbeit zusammenschluss zusatz zustand zweck zwei zwoelf zyklus
"""
_FUNDING = """
    abschlussarbeit aenderung anpassungsfaehigkeit arbeitslose arbeitsmarkt auditprogramm
    auftragsvorfinanzierung ausbildung ausbildungsbetreuung ausbildungsfoerderung ausbildungsplatz
    ausbildungsqualitaet ausbildungsstelle aussenwirtschaft aussenwirtschaftsassistent
    aussenwirtschaftsberatung ausstattungsinvestition auszubildende azubi bafa begabtenfoerderung
    beratung beratungsfoerderung beratungsleistung berufserfahrung bewirtungskosten bildungsscheck
    bonus coaching detailnetze efre einzelauftrag einzelbetrieblich emschertal entwicklungsagentur
    esf ex-ante existenzgruendung fei foerderprogramm foerderrichtlinie foerderung foerderwerk
    folgeantrag fonds forschungs-einrichtung forschungsmitarbeiter fremdausbildung fremdenverkehr
    handlungskonzept hochwasserschaden ideenskizze imagemassnahme informationsstand
    innovationsassistent innovationsassistentin innovationsfoerderung innovationsgutschein
    innovationsmanager kapital kd-kleindarlehen kleindarlehen klimaschutzinvestition
    kofinanzierung kompetenzentwicklung kompetenzstelle kompetenzzentrum konvergenz
    konversionssommer lausitzring lehr lohnkostenzuschuss lokal markteinfuehrung markteintritt
    markterschliessung markterschliessungsassistent markterschliessungskonzept
    markterschliessungsmassnahme marktinitiative messe messefoerderung messeteil messeteilnahme
    nachfrageorientiert nullserie organisationsoptimierung pauschalkorrektur personalkosten
    potentialberatung qualifikation qualifizierung qualifizierungsinfrastruktur
    qualifizierungsmassnahme quartiersfonds regionalbudget reisekosten revitalisierung
    risikomanagement sachkosten sammelantrag sammelprojekt stillegung stilllegung stipendium
    technologie-marketing teilnehmer tib-stelle umweltberatung umweltentlastungsprogramm
    unternehmensberater unternehmensdelegationsreise unternehmenswachstum verbundausbildung
    verbundpartner verbundprojekt verbundvorhaben vergabeausschuss verlaengerung
    vertriebskonzeption weiterbildung weiterbildungsverbund wettbewerbsfaehigkeit
    wiederherstellung wirtschaftsfoerderprogramm wirtschaftsgueter zielland zielmarkt
    zukunftsprogramm zusatzausbildung zusatzqualifikation zuschuss zuwendung
"""
_MEASURES = """
    ada airport alarm altstadt ampere andreas angehoerige anton april aufbaukurs august ausdauer
    betriebsunternehmen betriebsverlagerung bewohner bezirk book brain brunnenviertel
    buerogebaeude bundesland business call certified china christian cinema cinetech computing
    consulting cool corporate dezember dienstag dies digital digitale donnerstag dresdner drucker
    einstein einstein-gymnasium elbtalaue electric emissionswellenlaenge energy english erlebnis
    ersatzneubau excellence expertenaustausch fahrer fashion-week februar firmengebaeude food
    frank franz freitag fremdenverkahrs friedrich fruehjahr gebietsbeauftragter gedruckte georg
    geruechte gmbh goethe gramm gruendertag gruendertage halbjahr handelsgesellschaft hans
    hansestadt hausanschluss heinz hektar herbst holding holger ihres imaging infrastrukturknoten
    injobs-esf innenstadt innovationsassisten intelligenz it-transfer januar johann johannes josef
    juergen juli junge juni kalender karl kiez kilogramm kilometer kilowatt kinderland
    kinderparadies klaus kollwitz kommunale kulturhauptstadt kwk-modellkommune landeshauptstadt
    landkreis lehrer-pc leutnant london ludwig lutherdekade maedchen maerz mai maria
    marktzugangsprojekt martin materialien matthias max mbh media megawatt messebeteiligung
    michael migrationshintergrund mikrometer millimeter mini-kwk minute mittwoch mitunternehmer
    moabit mobile montag muensterland multimedial music nachbarn nanometer neue neuer neues nord
    nordost nordstadt nordvorpommern november oekonomie office oktober online optical ortsteil ost
    ostdeutschland ostvorpommern otto paket paris paul peter photonic polen polnisch probe
    produktinnovatio produktionsgebaeude projektionste projektphase promotion quali-adapt
    rahmenplan regenbogen requirement rouanet-gymnasium samstag sanierungsgebiet sauerland
    schiller schlosspromenade schueler-pc schuljahr science sekunde september sommer sonnenschein
    sonntag spatzennest stadtgebiet startup stefan sued suedost suedwest technical teilzeit thomas
    tissue tourismusschwerpunkt tourismusschwerpunktraum touristisch training unternehmertag vegas
    verfasser vermessungspunkt verwaltungsgebaeude volt vormachen vorpommern wander wedding week
    werbematerialien werner west wilhelm winter wolfgang zentimeter ziegler zusatzjobs zwergenhaus
"""
EMPTY = frozenset(f"{_GENERAL} {_FUNDING} {_MEASURES}".split())
ACRONYMS = frozenset(
    "IT EDV RFID CNC ERP LED SPS CAD CAM KI PV KWK QM GPS UV DNA RNA MRT GIS".split()
)
"""Short words in capitals that may stand in a name; others are names of projects."""


_REMAINS = re.compile(r"_x[0-9A-Fa-f]{4}_|[\u00ad\u200b-\u200f\ufeff\ufffd]")
_MARK = re.compile(r"^(?:[\w&. ]{2,30}\.NRW\w*|\d[\d/\-. ]{3,}|\d{4} [A-Z]{3} \d{4})\s*[:\-–]\s*")
_FAIR = re.compile(
    r"(?:19|20)\d\d\b.*\bOrt:|\bOrt: |\bMesse(?:n|stand|teil\w*|f(?:ö|oe)rderung)?\b"
    r"|(?:19|20)\d\d,.*\d\d?\.\s?(?:\d\d?\.)?\s?[-–]|\b\d\d?\.\s?[-–]\s?\d\d?\.\d\d?\."
    r"|[Gg]emeinschaftsst(?:a|ä)nd"
)
_WORD = re.compile(r"[^\W\d_]\w*(?:-[^\W_]\w*)*")
_PHRASE = re.compile(
    r"\b([^\W\d_]{3,}(?:ische|are|ive|iche|erte|ige|ale|elle|ene|ile)) ([A-ZÄÖÜ][a-zäöüß]{4,})\b"
)
_ADJECTIVE = re.compile(
    r"(?:(?:isch|lich|iert|sam|bar|los|frei|gerecht|[tdrz](?:u|io|i)[nr]?ell)e[mnrs]?"
    r"|(?:digital|sozial|regional|mobil|maritim)(?:e[mnrs]?)?)$",
    re.IGNORECASE,
)
_BROKEN = re.compile(r"([^\W\d_]{5,})-([a-zäöüß]{3,})")
"""A word that was parted at the end of a line."""
_SHORTEST = 4
_STEMMER = Stemmer.Stemmer("german")


class Noun(NamedTuple):
    """A noun, or an adjective with its noun, of a text."""

    stem: str
    """The same for its inflected forms."""
    form: str
    """As it is written there."""


def clean(text: str) -> str:
    """Return a text without remains of spreadsheets, soft hyphens and marks of programmes."""
    bare = _MARK.sub("", _REMAINS.sub(" ", text).strip(" \"'")).strip(" \"'")
    return _BROKEN.sub(r"\1\2", bare)


def speaks(text: str) -> bool:
    """Say whether a statement says anything about what somebody can do or needs."""
    return bool(nouns(text))


@lru_cache(maxsize=65536)
def nouns(text: str) -> tuple[Noun, ...]:
    """Return the nouns that may tell a topic, in the text's order; none of the title of a fair."""
    bare = clean(text)
    if _FAIR.search(bare):
        return ()
    found = [Noun(stem_of(word), word) for word in _WORD.findall(bare) if _is_noun(word)]
    for adjective, noun in _PHRASE.findall(bare):
        if _is_noun(noun) and not is_empty(adjective):
            form = f"{adjective[0].upper()}{adjective[1:]} {noun}"
            found.append(Noun(f"{stem_of(adjective)} {stem_of(noun)}", form))
    return tuple(found)


@lru_cache(maxsize=65536)
def stem_of(word: str) -> str:
    """Return what the inflected forms of a word have in common."""
    return str(_STEMMER.stemWord(fold(word)))


@lru_cache(maxsize=65536)
def is_empty(word: str) -> bool:
    """Say whether a word is a place or says nothing about competence."""
    folded = fold(word)
    if folded in EMPTY or stem_of(word) in _empty_stems():
        return True
    if folded in lexicon():
        return False
    return not _places().isdisjoint((folded, folded.removesuffix("er"), folded.removesuffix("s")))


def _is_noun(word: str) -> bool:
    if word in ACRONYMS:
        return True
    inner = word.replace("-", "")[1:]
    if not word[0].isupper() or len(word) < _SHORTEST or word.isupper():
        return False
    if any(c.isdigit() for c in inner) or ("-" not in word and not inner.islower()):
        return False
    if "-" in word and not _is_compound(word.split("-")):
        return False
    return _ADJECTIVE.search(word) is None and not is_empty(word)


def _is_compound(parts: list[str]) -> bool:
    """Say whether parts joined by hyphens are a noun, and no name of a school or project."""
    head = parts[0]
    is_project = head.isupper() and len(head) > 1 and head not in ACRONYMS
    return len(parts) == 2 and parts[1][0].isupper() and not is_project and not is_empty(head)


@cache
def lexicon() -> frozenset[str]:
    """Return the words of the tables of sectors and trades, folded."""
    words = {fold(word) for some in sector_words().values() for word in some}
    for trade in load_trades().in_force:
        words |= {fold(word) for word in (trade.short, *trade.aliases)}
    for sector in load_sectors():
        words |= {fold(word) for word in _WORD.findall(sector.de) if word[0].isupper()}
    return frozenset(word for word in words if len(word) >= _SHORTEST)


@cache
def _empty_stems() -> frozenset[str]:
    return frozenset(map(stem_of, EMPTY))


@cache
def _places() -> frozenset[str]:
    """Return the words of the names of towns, Kreise and Länder, folded."""
    tables = load_tables()
    names = (
        *(kreis.name for kreis in tables.kreise.values()),
        *(town.name for town in tables.towns.values()),
        *(land.name for land in tables.laender.values()),
    )
    words = (fold(word) for name in names for word in _WORD.findall(name))
    return frozenset(word for word in words if len(word) >= _SHORTEST)
