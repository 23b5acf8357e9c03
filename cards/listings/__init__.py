"""The listings behind a number: filters, pages, past moments, the life of one, files."""
