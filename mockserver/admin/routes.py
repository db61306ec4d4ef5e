"""Every router of the control API."""

from __future__ import annotations

from mockserver.admin import clock, settings, status, workspaces

ROUTERS = tuple(module.router for module in (status, workspaces, settings, clock))
