"""A request as words, clauses and their roles, before anything is read from it."""
