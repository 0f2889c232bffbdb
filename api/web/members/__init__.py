"""The pages of members: list, import, editing."""
