"""Pages across apps: public start, my day, timeline, search."""
