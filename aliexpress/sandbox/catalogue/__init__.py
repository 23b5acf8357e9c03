"""What the stand-in's sellers have: listings, orders, what each looks like."""
