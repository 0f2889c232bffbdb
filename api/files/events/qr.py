"""QR codes on paper."""

from __future__ import annotations

from typing import Any

from reportlab.graphics.barcode.qr import QrCodeWidget


def draw_qr(canvas: Any, text: str, x: float, y: float, width: float) -> None:
    """Draw a QR code with its lower left corner at a point; all lengths in points."""
    code = QrCodeWidget(text, barLevel="M").qr
    code.make()
    count = code.getModuleCount()
    size = width / count
    canvas.setFillColorRGB(0, 0, 0)
    path = canvas.beginPath()
    for row in range(count):
        for column in range(count):
            if code.isDark(row, column):
                path.rect(x + column * size, y + width - (row + 1) * size, size, size)
    canvas.drawPath(path, stroke=0, fill=1)
