"""The catalogues of the sandbox's sellers."""
