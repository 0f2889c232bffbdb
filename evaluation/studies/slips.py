"""One slip of the finger: a mistyped question should find what the right one finds.

``python -m evaluation.studies.slips FOLDER [FILE …]`` asks the questions below, each once as it is
meant and once with one slip, over the corpus of a set, and says how many of the first ten both
share, with words mended and without. What is mended in the questions of the files (one JSON object
with a ``text`` a line, written by people who made no slip) is a false correction, and is listed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np

from evaluation.datasets import load_dataset
from evaluation.setting import VIEWER
from matcher.engine import Matcher
from matcher.reading.slips import CODE
from matcher.reading.spelling import as_written
from matcher.request import MatchRequest
from matcher.search.ingest import corpus_of
from matcher.search.vocabulary import Vocabulary, vocabulary_of
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder

SHOWN = 10
QUESTIONS = """
Wer kann Bauteile [laserschweißen|laserschweisen]?
Wir suchen einen [Tischler|Tichler] für Messestände.
Wer gießt Teile aus [Aluminium|Aluminum]?
Einbau einer [Wärmepumpe|Wärmepunpe] im Altbau
Wer prüft [Schweißnähte|Schweißnäte] mit Ultraschall?
[Härten|Härtn] von Zahnrädern
Labor für [Lebensmittelanalytik|Lebensmittelanalitik]
Wer fertigt [Spritzgussteile|Spritzgusteile] in kleiner Serie?
[Verzinkung|Verzingung] von Geländern
Wer baut [Vorrichtungen|Vorichtungen] für die Montage?
[Recycling|Recyling] von Verbundwerkstoffen
Software für die [Auftragsplanung|Auftragsplannung]
[Photovoltaik|Photovoltaig] auf einer Lagerhalle
Wer repariert [Hydraulikzylinder|Hydraulikzilinder]?
[Kältetechnik|Kältetechnick] für Fleischereien
Wer entwickelt [Sensoren|Sensroen] für Bodenfeuchte?
[Beschichtung|Beschchtung] von Kunststoffteilen
Wer macht [Leiterplatten|Leiterpaltten] in kleinen Mengen?
[Biogasanlage|Biogasanlge] mit Gülle betreiben
Partner für [Wasserstoff|Wasserstof] aus Elektrolyse
[Digitalisierung|Digitalisirung] im Handwerk
Wer liefert [Verpackungen|Verpackugnen] aus Papier?
[Zerspanung|Zersapnung] von Titan
Wer kann [Metallteile|Metalteile] entgraten?
[Drohnen|Drohenn] zur Inspektion von Dächern
Entwicklung von [Implantaten|Implantatn] aus Keramik gesucht
Wer baut [Schaltschränke|Schaltschräncke]?
[Abwasser|Abwaser] aus der Galvanik reinigen
[Klebstoffe|Klebstofe] für Glas und Metall
Wer programmiert [Roboter|Robotor] für die Verpackung?
[Dämmstoffe|Dämstoffe] aus Hanf
Simulation von [Strömungen|Strömungn]
Wer stellt [Werkzeuge|Werkzuege] für Tiefziehteile her?
[Qualitätssicherung|Qualitätsicherung] mit Kameras
Wer baut [Prüfstände|Prüfstäde] für Batterien?
[Medizinprodukte|Medizinproduckte] zulassen
Wer verarbeitet [Edelstahl|Edelstal] für Großküchen?
[Oberflächentechnik|Oberfächentechnik] für Armaturen
[Energieberatung|Energieberatng] für eine Bäckerei
Wer kann [Kunststoffe|Kunstoffe] extrudieren?
[Messtechnik|Messtehcnik] für Schwingungen
Wer baut [Maschinen|Machinen] für die Holzbearbeitung?
[Textilien|Textlien] mit leitfähigen Garnen
Wer macht [Diagnostik|Diagnotsik] für Nutztiere?
[Elektronik|Elecktronik] für Schienenfahrzeuge
Wer züchtet [Mikroalgen|Mikroalgn]?
[Stahlbau|Sthalbau] für eine Halle
Wer kennt sich mit [Getriebe|Getribe] für Windräder aus?
[Beleuchtung|Beleuchtng] für Museen
Wer trocknet [Klärschlamm|Klärschlam]?
[Logistik|Logisitk] mit Lastenrädern
Wer liefert [Pflanzenkohle|Pflanzenkole]?
[Glasfaser|Glasfasser] verlegen und spleißen
Wer stellt [Membranen|Membarnen] für Filter her?
[Automatisierung|Automatsierung] einer Montagelinie
Wer macht [Bildverarbeitung|Bildverabeitung] für Obst?
[Fahrzeugbau|Fahrzeubau] für die Feuerwehr
Wer entwickelt [Impfstoffe|Impfstofe]?
[Lasertechnik|Lasertechink] für Mikrobohrungen
Wer baut [Wärmespeicher|Wärmespeichr] aus Sand?
"""
"""``[right|mistyped]``."""


def questions() -> Iterator[tuple[str, str]]:
    """Yield each question as it is meant, and with its slip."""
    for line in QUESTIONS.strip().splitlines():
        before, rest = line.split("[")
        words, after = rest.split("]")
        right, wrong = words.split("|")
        yield before + right + after, before + wrong + after


def _first(matcher: Matcher, question: str) -> tuple[set[str], list[tuple[str, str]]]:
    """Return who is among the first ten, and which words were read as others."""
    found = matcher.suggest(MatchRequest(question=question, k=SHOWN), VIEWER)
    mended = [(u.text, u.candidates[0]) for u in found.unsure if u.code == CODE]
    return {s.profile_id for s in found.suggestions}, mended


class _NoWords(Vocabulary):
    """Takes no word for another."""

    def meant_by(self, *_: object) -> None:
        """Return nothing."""


def shared(matcher: Matcher) -> tuple[list[float], list[str]]:
    """Return what share of the first ten each mistyped question finds, and what was mended."""
    shares, told = [], []
    for right, wrong in questions():
        (meant, _), (found, mended) = _first(matcher, right), _first(matcher, wrong)
        shares.append(len(meant & found) / max(len(meant), 1))
        told.append(f"{shares[-1]:.1f} {wrong!r} {mended}")
    return shares, told


def corrections(words: Vocabulary, texts: Sequence[str]) -> list[str]:
    """Return what would be mended in texts that hold no slip."""
    from matcher.reading.slips import mended

    found = [mended(as_written(text), words.meant_by)[1] for text in texts]
    return [f"{u.text} -> {u.candidates[0]}" for some in found for u in some]


def main(arguments: Sequence[str]) -> None:
    """Measure from the command line."""
    dataset = load_dataset(Path(arguments[0]))
    encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
    matcher = Matcher(corpus_of([document.profile for document in dataset.documents], encoder))
    with_words, told = shared(matcher)
    words = vocabulary_of(matcher.snapshot, VIEWER)
    with patch("matcher.reading.asked.vocabulary_of", return_value=_NoWords(())):
        without, _ = shared(matcher)
    lines = [*told, f"shared of the first ten: {np.mean(with_words):.2f} mended, "]
    lines[-1] += f"{np.mean(without):.2f} as typed, of {len(without)} questions"
    for path in map(Path, arguments[1:]):
        rows = path.read_text(encoding="utf-8").splitlines()
        false = corrections(words, [json.loads(row)["text"] for row in rows if row.strip()])
        lines += [f"{path}: {len(false)} false corrections in {len(rows)} texts", *false]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
