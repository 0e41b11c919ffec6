"""Why, why not, what would make it pass, and how much of it passes: data, never words."""
