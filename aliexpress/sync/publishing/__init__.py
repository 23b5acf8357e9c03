"""The transaction in which a run's result becomes what readers get."""
