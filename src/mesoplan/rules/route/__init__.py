"""Where, how deep, how often."""
