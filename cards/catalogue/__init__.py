"""What each card is: one TOML file a card, delivered without overwriting what people edited."""
