"""What studies showed."""
