"""Questions of an AI agent (Model Context Protocol): read-only, by case, never by path or free text."""
