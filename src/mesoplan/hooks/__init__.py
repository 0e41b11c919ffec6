"""CDS Hooks 2.0: requests of a clinical system to cards, pure; feedback kept as it came."""
