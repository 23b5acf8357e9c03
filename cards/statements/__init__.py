"""Statements that are asked several times a second: their SQL made once, their moments numbers."""
