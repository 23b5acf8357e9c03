"""From the pieces of a question to the closed queries they may mean."""
