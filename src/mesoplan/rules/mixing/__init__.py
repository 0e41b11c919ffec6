"""What shares a syringe."""
