"""Search over vectors and over parts of words, and how indexes are saved."""
