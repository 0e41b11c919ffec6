"""Frozen records: what a catalog holds, what a case says, what a rule found, what a plan is."""
