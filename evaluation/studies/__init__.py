"""Studies that are run by ``python -m``, and what they need."""
