"""Events: the organiser's pages."""
