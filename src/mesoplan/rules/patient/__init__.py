"""What is known of the patient, against what is known of the ingredients."""
