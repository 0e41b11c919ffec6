"""The desk: a page on which a cocktail is built, checked, compared and printed; it needs no server."""
