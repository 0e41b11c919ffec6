"""What is in a syringe: final concentrations, osmolality, pH windows, precipitation, compatibility."""
