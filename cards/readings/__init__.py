"""What a card says for a store, now or at any past moment."""
