"""The faults of AliExpress that a test or a person can order."""
