"""Who a token belongs to: GET /me."""
