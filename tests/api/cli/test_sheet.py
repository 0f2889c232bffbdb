from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.support.running import CRAFT, Run

NEED = "Sammeltour zum Verzinken aus der Uckermark"


@pytest.fixture
def own(run: Run) -> Run:
    """Run commands over an indexed home folder that a test may change."""
    assert run("import", CRAFT).code == 0
    return run


def test_a_sheet_for_a_stored_firm_is_written_and_kept(own: Run, tmp_path: Path) -> None:
    file = tmp_path / "bogen.pdf"
    ran = own("sheet", "mhw-001", "--need", NEED, "--adviser", "A. Beraterin", "-o", file)
    assert ran.code == 0, ran.err
    assert "Entwurf abgelegt: b" in ran.err
    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(file.read_bytes())).pages)
    assert "Metallbau Stadtforst Templin" in text
    assert NEED in text
    assert "A. Beraterin" in text


def test_a_firm_that_is_not_stored_is_told_as_text(own: Run) -> None:
    firm = ("Schmiede Nord", "--postcode", "17291", "--trade", "Metallbauer")
    ran = own("sheet", *firm, "--need", NEED, "--within", "60km:Prenzlau")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Guten Tag,")
    assert "Das passende Cluster" in ran.out
    english = own("sheet", *firm, "--need", NEED, "--lang", "en")
    assert "The cluster that fits" in english.out


@pytest.mark.parametrize("ending", ["docx", "eml", "txt"])
def test_other_files_by_their_ending(own: Run, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"bogen.{ending}"
    assert own("sheet", "mhw-001", "--need", NEED, "-o", file).code == 0
    start = {"docx": b"PK", "eml": b"Subject:", "txt": b"Guten Tag"}[ending]
    assert file.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mhw-001", "--need", NEED, "-o", "bogen.xls"), "„bogen.xls“ hat keine bekannte Endung"),
        (("mhw-001", "--need", " "), "--need hat 0 Zeichen"),
        (("Niemand", "--need", NEED), "„Niemand“ ist nicht eindeutig im Bestand"),
        (("Metall", "--need", NEED), "Metallbau Stadtforst Templin (mhw-001)"),
        (("A", "--need", NEED, "--trade", "62"), "kein Gewerk der Handwerksordnung"),
        (("A", "--need", NEED, "--postcode", "00000"), "00000"),
        (("mhw-001", "--need", NEED, "-o", "/gibt/es/nicht.pdf"), "kann nicht geschrieben werden"),
    ],
)
def test_what_is_wrong_is_said(indexed: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = indexed("sheet", *arguments)
    assert ran.code == 1
    assert said in " ".join(ran.err.split())
