"""The control API: what a tester sees and steers of a server, one module a resource."""
