"""How answers are shown: words, terminal text, JSON, Markdown, HTML. Renderers only render."""
