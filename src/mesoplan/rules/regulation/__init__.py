"""What is allowed where."""
