"""Refusals that keep what was written: a raised one undoes it, a returned one does not.

Who polls for a result is refused until it is there, and each look may move the work on.
"""

from __future__ import annotations

from mockserver.contract import Context
from mockserver.core.errors import ApiError
from mockserver.gateway.messages import Response


def refusal(ctx: Context, error: ApiError) -> Response:
    """The answer that raising the error would give."""
    return Response.json(error.status, ctx.vendor.errors.body(error, ctx.request_id), error.headers)
