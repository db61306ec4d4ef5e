"""Comments: approved in the vendor's app, posted by its worker. No endpoint shows them; an event tells of each."""
