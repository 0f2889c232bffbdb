"""What one does with a suggestion: telling, history, comparison, marks."""
