"""From files to a catalog: locate, read, overlay, link, lint, snapshot."""
