"""Asks AliExpress: pages of lists, and products one by one."""
