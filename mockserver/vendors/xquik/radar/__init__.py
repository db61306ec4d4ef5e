"""The radar: what is new at seven places outside X."""
