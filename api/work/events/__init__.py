"""Use cases around events: planning, files, what participants see and answer."""
