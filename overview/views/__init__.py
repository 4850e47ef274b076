"""Pages across apps; one module for each kind of page."""
