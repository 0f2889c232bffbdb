"""The pages of advice sheets."""
