"""The vendor's MCP server: two tools with which an agent looks through the API and calls it, in JavaScript."""
