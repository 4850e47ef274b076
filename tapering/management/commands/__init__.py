"""Commands of tapering."""
