"""Figures and pictures: how fast it is beside itself, and what it looks like."""

import os
import platform


def machine() -> str:
    """Where the seconds were measured; they say nothing of another machine."""
    load = os.getloadavg()[0]
    return f"{platform.node()}, {os.cpu_count()} cores, load {load:.1f}"
