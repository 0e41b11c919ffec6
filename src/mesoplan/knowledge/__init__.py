"""What the catalog says, asked through typed questions whose answers are sums, not booleans."""
