"""Leads: added through the API or by the extension, invited, answering, written to."""
