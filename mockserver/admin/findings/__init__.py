"""What clients did wrong, found in the journal when it is asked for."""
