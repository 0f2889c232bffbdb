"""Where everything is kept: the database, and one store for each kind of thing."""
