"""The HTTP edge: from bytes to a validated call and back, under policies that a vendor hands over."""
