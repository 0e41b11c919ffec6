"""What something is worth: belief in studies, their likeness to a plan, and what a finding costs."""
