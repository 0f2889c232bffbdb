"""The order of candidates: features, background, likeness and the ranker."""
