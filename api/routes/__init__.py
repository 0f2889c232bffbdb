"""Thin routes: parse, call the engine, answer."""
