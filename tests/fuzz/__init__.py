"""Random inputs for a longer run: `python -m tests.fuzz --minutes 30 --seed 7`."""
