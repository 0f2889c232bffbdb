"""Who sees what: names and texts masked for those who were not introduced."""
