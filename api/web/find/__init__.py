"""Finding partners: the form, the suggestions, one profile."""
