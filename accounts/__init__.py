"""Users, roles, care units, municipalities, sign-in."""
