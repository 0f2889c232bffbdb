"""The pages of needs, offers and chances."""
