"""Tags and filters; one file for each kind of thing that is shown."""
