"""Lint with teeth: what reading alone does not see, one check a fault code."""

from mesoplan.catalog.lint.run import lint as lint
