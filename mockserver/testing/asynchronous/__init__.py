"""The control API as objects whose methods are awaited. `synchronous/` is made from this by the tests' generator."""
