"""Doors over HTTP: the desk, a page that needs no server, and the API of `mesoplan serve`."""
