"""What was planned, prepared and given, in an append-only, hash-chained log: an adapter over the engine.

`journal.Ledger` is the door. The log is the truth; everything else is derived from it and can be rebuilt.
"""
