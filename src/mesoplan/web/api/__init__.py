"""`mesoplan serve`: questions as JSON, CDS Hooks, health; one process or several over one catalog."""
