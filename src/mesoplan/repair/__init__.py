"""What would make a written cocktail pass, and how much of an item does. Data, never words."""
