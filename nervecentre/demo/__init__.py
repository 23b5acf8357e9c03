"""The demo: everything in one process, on the sandbox, nothing to install."""
