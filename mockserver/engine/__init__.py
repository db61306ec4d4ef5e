"""What moves with time: timers, jobs and webhooks of one workspace."""
