"""A group as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from api.language.texts import translator
from data.spreadsheet.writing import cell_of
from matcher.groups.request import PeersAnswer, Team
from matcher.words import KINDS, pick

Line = tuple[str | float | None, ...]
TEAM = ("role", "member", "id", "kind", "place", "km", "fit", "reason", "evidence", "others")
PEERS = ("group", "member", "id", "kind", "place", "km", "text")
WIDTHS = {"role": 30, "member": 34, "reason": 60, "evidence": 60, "others": 60, "text": 70}


def workbook(answer: Team | PeersAnswer, language: str) -> bytes:
    """Return the file's content: one line for each role, or for each member of a group."""
    t = translator(language)
    columns = TEAM if isinstance(answer, Team) else PEERS
    lines = _team(answer, language) if isinstance(answer, Team) else _peers(answer, language)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(t("groups_sheet"))
    sheet.freeze_panes = "A2"
    for number, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 18)
    heads = [cell_of(sheet, t(f"groups_column_{name}")) for name in columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for line in lines:
        cells = [cell_of(sheet, value) for value in line]
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _team(team: Team, language: str) -> Iterator[Line]:
    for role in team.roles:
        if role.member is None:
            yield role.label, "–", "", "", "", None, "", role.gap.text if role.gap else "", "", ""
            continue
        s = role.member.suggestion
        yield (
            role.label,
            s.name,
            s.profile_id,
            pick(KINDS[s.kind], language),
            s.place,
            s.distance_km,
            s.fit,
            s.for_asker,
            s.evidence[0].theirs if s.evidence else "",
            "; ".join(other.suggestion.name for other in role.alternatives),
        )


def _peers(answer: PeersAnswer, language: str) -> Iterator[Line]:
    for number, group in enumerate(answer.groups, start=1):
        for peer in group.members:
            yield (
                f"{number}. {group.name}",
                peer.name,
                peer.profile_id,
                pick(KINDS[peer.kind], language),
                peer.place,
                peer.mean_km,
                peer.text,
            )
