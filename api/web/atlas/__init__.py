"""The atlas of competences."""
