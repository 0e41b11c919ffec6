"""What to ask: the unknowns of an answer by what would settle them."""
