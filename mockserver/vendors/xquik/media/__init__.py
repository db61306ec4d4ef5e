"""Media: uploaded, attached to tweets, downloaded into galleries."""
