"""Offline runs: metrics, baselines, comparisons."""
