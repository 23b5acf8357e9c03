"""How fast Nerve Centre is, held against what else could do the same work. See README.md."""
