"""What a monitor reads at /metrics, and the rules it alerts by: README, "Watch it"."""
