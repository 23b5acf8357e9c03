"""The same answers for assistants, by the Model Context Protocol."""
