"""Inputs that choose their own outcome, in one table from which code and documentation are made.

A package that has its own keeps them in a module `magic` with a tuple `MAGIC`; `packages` puts them together. Here
stands what belongs to no single package.
"""

from __future__ import annotations

from mockserver.contract import MagicValue

MAGIC: tuple[MagicValue, ...] = ()
"""Every row, in the order of the documentation."""
