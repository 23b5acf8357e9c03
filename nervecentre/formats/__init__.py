"""Django's formats, a package a language."""
