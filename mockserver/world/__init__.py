"""The simulated social network that every vendor of a workspace looks at."""
