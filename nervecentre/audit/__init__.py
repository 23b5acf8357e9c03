"""Who did what, with before and after: written in the transaction of the act, and never changed."""
