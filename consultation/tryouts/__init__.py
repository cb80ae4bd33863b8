"""Trying the method out: how far people who walk through the same case agree."""
