"""Reads a BigCommerce shop over HTTP, and by nothing but GET."""
