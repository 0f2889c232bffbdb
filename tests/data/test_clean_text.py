import pytest

from data.profiles import clean_text


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("Guss\ufffeteile", "Gussteile"),
        ("Guss\uffffteile", "Gussteile"),
        ("\ufdd0Guss\U0001fffe", "Guss"),
        ("Guss\x00\x0bteile", "Guss teile"),
        ("Fra\u0308sen  und\tDrehen ", "Fräsen und Drehen"),
        ("Lücke \ud800", "Lücke \ufffd"),
        (3, 3),
    ],
)
def test_text_is_made_of_characters_that_every_file_can_hold(given: object, clean: object) -> None:
    assert clean_text(given) == clean
