"""Many cases at once: a hospital group's saved plans against one catalog, one answer for every row."""
