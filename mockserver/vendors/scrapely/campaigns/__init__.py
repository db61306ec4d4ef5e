"""DM campaigns and their analytics."""
