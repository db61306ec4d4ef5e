"""What every test shares: nothing but how hypothesis behaves."""

from hypothesis import settings

# No deadline: how long an example takes says something about the machine, not about the code.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
