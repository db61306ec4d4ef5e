"""One self-hosted server that stands in for five vendors' APIs."""

__version__ = "0.1.0"
