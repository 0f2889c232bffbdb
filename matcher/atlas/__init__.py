"""The atlas of competences: what a region offers and needs, by topic."""
