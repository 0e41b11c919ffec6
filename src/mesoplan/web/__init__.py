"""Doors over HTTP: the desk and the API. Thin: they hand a case to the engine and its answer out."""
