"""The page of outcomes and its spreadsheet."""
