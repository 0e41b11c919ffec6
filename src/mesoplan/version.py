"""The version of mesoplan, and how an answer names the engine that gave it."""

VERSION = "0.1.0"
ENGINE = f"mesoplan {VERSION}"
