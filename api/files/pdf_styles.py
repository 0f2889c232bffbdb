"""The typeface, the colours and the paragraphs of an advice sheet as PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Spacer

INK, QUIET, ACCENT = HexColor("#1d2a30"), HexColor("#51626a"), HexColor("#0f4c5c")
LINE, SOFT = HexColor("#c9d4d8"), HexColor("#eef4f5")


@cache
def register_fonts() -> None:
    """Register the typeface once per process."""
    import font_roboto

    folder = Path(font_roboto.__file__).parent / "files"
    for name, file in (
        ("Sheet", "Roboto-Regular"),
        ("Sheet-Bold", "Roboto-Bold"),
        ("Sheet-Italic", "Roboto-Italic"),
    ):
        registerFont(TTFont(name, folder / f"{file}.ttf"))
    registerFontFamily(
        "Sheet",
        normal="Sheet",
        bold="Sheet-Bold",
        italic="Sheet-Italic",
        boldItalic="Sheet-Bold",
    )


class Styles:
    """The paragraphs of a sheet in one size of type."""

    def __init__(self, scale: float) -> None:
        def style(size: float, leading: float, **more: Any) -> ParagraphStyle:
            font = more.pop("fontName", "Sheet")
            color = more.pop("textColor", INK)
            return ParagraphStyle(
                f"s{size}{leading}{font}{sorted(more)}",
                fontName=font,
                fontSize=size * scale,
                leading=leading * scale,
                textColor=color,
                splitLongWords=1,
                **more,
            )

        bold = "Sheet-Bold"
        self.scale = scale
        self.body = style(9.5, 12.6)
        self.small = style(8.2, 10.6, textColor=QUIET)
        self.right = style(8.6, 12, alignment=TA_RIGHT, textColor=ACCENT, fontName=bold)
        self.sender = style(11, 14, fontName=bold, textColor=ACCENT)
        self.label = style(8.2, 11, fontName=bold, textColor=ACCENT)
        self.title = style(17, 20.5, fontName=bold)
        self.firm = style(10, 13, textColor=QUIET)
        self.need = style(10.5, 14)
        self.section = style(11.5, 14, fontName=bold, textColor=ACCENT)
        self.name = style(9.8, 12.4, fontName=bold)

    def gap(self, points: float) -> Spacer:
        """Return a space of so many points, scaled."""
        return Spacer(1, points * self.scale)
