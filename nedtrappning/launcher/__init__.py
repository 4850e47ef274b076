"""Starts everything the system needs on one machine: `./run` and `./test`."""
