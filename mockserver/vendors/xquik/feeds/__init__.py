"""What only the owner of a connected account sees: timeline, notifications, bookmarks."""
