"""Semantic lint: consistency across files and plausibility, one check a fault code."""

from mesoplan.catalog.lint.run import lint as lint
