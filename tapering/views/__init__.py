"""Pages of what is taken and planned. Each: load, permit, ask, do, go."""
