"""Builds the best cocktails for a case, with proof, or says why there is none."""
