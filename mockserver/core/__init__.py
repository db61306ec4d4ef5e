"""Time, chance, identity and storage: what everything else stands on, and what knows nothing else."""
