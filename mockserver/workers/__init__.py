"""What workers do over the world and the engine, in no vendor's words."""
