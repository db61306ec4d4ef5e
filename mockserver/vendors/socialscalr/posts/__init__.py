"""Posts: scheduled, and published at their time."""
