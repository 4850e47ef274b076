"""The project: settings, addresses, the task queue, the launcher; no domain rule."""
