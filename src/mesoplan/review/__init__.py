"""Looking back at a catalog: what a change of it changes, and what it lacks most."""
