"""The tables of advice sheets; `data/migrations` creates them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from data.tables import METADATA, ORDERED

SHEETS = Table(
    "sheets",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("tenant", ORDERED, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("key", ORDERED, nullable=False),
    Column("firm", Text, nullable=False),
    Column("need", Text, nullable=False),
    Column("search", Text, nullable=False),
    Column("created_at", ORDERED, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("updated_at", ORDERED, nullable=False),
    Column("final_at", ORDERED),
    Column("deleted_at", ORDERED),
    Column("copied_from", ORDERED),
    Index("sheets_tenant", "tenant", "updated_at"),
    Index("sheets_key", "tenant", "key"),
)
"""One row a sheet; ``version`` names the present one in `SHEET_VERSIONS`."""

SHEET_VERSIONS = Table(
    "sheet_versions",
    METADATA,
    Column("sheet", ORDERED, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("time", ORDERED, nullable=False),
    Column("author", Text, nullable=False),
    Column("action", String, nullable=False),
    Column("aside", Boolean, nullable=False),
    Column("document", Text, nullable=False),
)
"""Rows are only added."""
