"""Texts to vectors: language models, their care for texts, the domain adapter, the cache."""
