"""The unpacked model understands German, and its fast runtime is faithful to the exact one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from models.encoder import Encoder, Vectors
from models.onnx_model import OnnxModel
from models.onnx_module import as_sentence_transformer
from models.sentence_encoder import Prompts, SentenceEncoder
from models.torch_model import TorchModel

pytestmark = pytest.mark.model

# said one way, said another way, about something else in similar form
TRIPLES = [
    ("Wir fräsen Gehäuse aus Aluminium.", "CNC-Bearbeitung von Alugehäusen", "Wir backen Brote."),
    ("Tischlerei mit Treppenbau", "Schreinerei, die Treppen fertigt", "Metzgerei mit Partyservice"),
    ("Wir suchen Lehrlinge.", "Auszubildende gesucht", "Wir suchen eine Halle."),
    ("Wärmepumpen einbauen", "Installation von Wärmepumpen", "Webseiten gestalten"),
    ("Spritzguss in Kleinserie", "Kunststoffteile in geringer Stückzahl", "Übersetzung ins Engl."),
    ("Bilderkennung für die Qualitätsprüfung", "Fehler per Kamera und KI finden", "Steuerberatung"),
    ("Lohnabfüllung von Säften", "Wir füllen Saft für andere Betriebe ab.", "Lohnbuchhaltung"),
    ("Elektroautos laden", "Ladesäulen für E-Fahrzeuge", "Obstbäume schneiden"),
    ("Medizintechnik sterilisieren", "Keimfreie OP-Instrumente", "Reifen wechseln"),
    ("Holzhäuser vorfertigen", "Fertigbau in Holzrahmenbauweise", "Holzspielzeug verleihen"),
    ("Optische Linsen schleifen", "Fertigung von Präzisionsoptik", "Haare schneiden"),
    ("Wir brauchen jemanden für Laserschweißen.", "Schweißen mit dem Laser", "Fahrschule Laser"),
    ("Prüfstand für Getriebe", "Getriebe im Dauerversuch testen", "Gestüt für Pferde"),
    ("Abwasser reinigen", "Kläranlagen und Wasseraufbereitung", "Teppiche verkaufen"),
    ("Gewächshaus mit Sensoren steuern", "Smart Farming unter Glas", "Musikschule für Kinder"),
    ("Logistik auf der letzten Meile", "Paketzustellung in der Stadt", "Wein vom eigenen Gut"),
    ("Drohnen zur Vermessung", "Luftbildvermessung mit Multikoptern", "Malerarbeiten innen"),
    ("Wasserstoff speichern", "Tanks für H2", "Kinderbücher drucken"),
    ("Software für die Lagerverwaltung", "Digitale Bestandsführung", "Dachrinnen erneuern"),
    ("Batterien wiederverwerten", "Recycling von Lithium-Akkus", "Seminare zur Rhetorik"),
    ("Ferienwohnung am See", "Urlaubsunterkunft am Wasser", "Gießerei für Grauguss"),
    ("Schaltschränke bauen", "Schaltanlagenbau und Verdrahtung", "Blumen liefern"),
]


@pytest.mark.parametrize("runtime", ["onnx-int8", "onnx"])
def test_paraphrases_are_nearer_than_strangers(
    runtime: str, encoder_of: Callable[[str], Encoder]
) -> None:
    said, again, other = (
        encoder_of(runtime).encode(list(texts)) for texts in zip(*TRIPLES, strict=True)
    )
    near, far = (said * again).sum(axis=1), (said * other).sum(axis=1)
    wrong = [texts for texts, n, f in zip(TRIPLES, near, far, strict=True) if n <= f]
    assert len(wrong) <= 2, wrong  # a small model: some triples were made hard


@pytest.fixture(scope="module")
def texts() -> list[str]:
    short = [text for triple in TRIPLES for text in triple]
    return short + [" ".join(triple) for triple in TRIPLES] + [" ".join(short[:40])]


def test_float32_graph_equals_torch(texts: list[str], encoder_of: Callable[[str], Encoder]) -> None:
    cosines = _cosines(encoder_of("onnx"), encoder_of("torch"), texts)
    assert cosines.min() > 0.99999


def test_int8_is_faithful(texts: list[str], encoder_of: Callable[[str], Encoder]) -> None:
    cosines = _cosines(encoder_of("onnx-int8"), encoder_of("torch"), texts)
    assert cosines.mean() > 0.997
    assert cosines.min() > 0.99


def test_a_question_has_another_vector_than_a_passage(
    encoder_of: Callable[[str], Encoder],
) -> None:
    encoder = encoder_of("onnx-int8")
    assert not np.allclose(encoder.encode(["Fräsen"]), encoder.encode(["Fräsen"], as_query=True))


def test_the_end_of_a_long_text_counts_but_less_than_its_beginning(
    encoder_of: Callable[[str], Encoder],
) -> None:
    encoder = encoder_of("onnx-int8")
    baking = "Wir backen Brot und Brötchen aus regionalem Mehl im Holzofen. " * 40
    metal = "Wir schweißen Gestelle aus Edelstahl für den Maschinenbau. " * 40
    bread_first, metal_first, bread = encoder.encode([baking + metal, metal + baking, baking])
    assert bread_first @ bread > metal_first @ bread
    assert bread_first @ bread < 0.999


def test_sentence_transformers_tools_get_the_same_vectors(
    encoder_of: Callable[[str], Encoder],
) -> None:
    encoder = encoder_of("onnx-int8")
    assert isinstance(encoder, SentenceEncoder)
    assert isinstance(encoder.model, OnnxModel)
    library = as_sentence_transformer(encoder.model)
    texts = ["Fräsen", "Ein längerer Satz über das Drehen großer Wellen aus Stahl."]
    np.testing.assert_allclose(
        library.encode_query(texts), encoder.encode(texts, as_query=True), atol=1e-5
    )
    np.testing.assert_allclose(library.encode_document(texts), encoder.encode(texts), atol=1e-5)


def test_a_model_that_reads_little_gets_pieces_that_fit(
    encoder_of: Callable[[str], Encoder],
) -> None:
    full = encoder_of("torch")
    assert isinstance(full, SentenceEncoder)
    assert isinstance(full.model, TorchModel)
    library = SentenceTransformer(modules=list(full.model.model), device="cpu")
    before, library.max_seq_length = library.max_seq_length, 64
    try:
        recorder = _Recorder(library)
        SentenceEncoder(recorder, identity="short", prompts=Prompts()).encode([_LONG])
    finally:
        library.max_seq_length = before
    assert "".join(recorder.seen).replace(" ", "") == _LONG.replace(" ", "")
    assert all(len(library.tokenizer(text)["input_ids"]) <= 64 for text in recorder.seen)


_LONG = "Wir fertigen Baugruppen für Schienenfahrzeuge, auch in kleinen Losen. " * 12


class _Recorder(TorchModel):
    """Keeps what the model was given."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__(model)
        self.seen: list[str] = []

    def vectors(self, texts: object) -> Vectors:
        assert isinstance(texts, list)
        self.seen += texts
        return super().vectors(texts)


def _cosines(one: Encoder, other: Encoder, texts: list[str]) -> np.ndarray:
    return np.asarray((one.encode(texts) * other.encode(texts)).sum(axis=1))
