"""Figures and pictures: how fast it is beside itself, and what it looks like."""
