"""DM conversations and sending into them."""
