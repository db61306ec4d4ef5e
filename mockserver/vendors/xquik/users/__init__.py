"""Users: profiles, and who and what stands around one."""
