"""Blind judging by people: sheets, keys, and what the grades say."""
