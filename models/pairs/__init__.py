"""The pair model: reads a need and a partner's statements together and says how well they fit."""
