"""The control API as plain objects. Made from `asynchronous/` by the tests' generator: edit there."""
