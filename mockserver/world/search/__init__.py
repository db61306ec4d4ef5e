"""Search over tweets and people, in X's own syntax."""
