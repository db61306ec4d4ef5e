"""The vendors, one package each. They never import each other, and nobody imports them by name."""
