"""`mesoplan new case`, where the lazy group finds it."""

from mesoplan.cli.new import case_command as command

__all__ = ["command"]
