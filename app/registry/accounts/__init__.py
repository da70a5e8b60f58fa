"""People who work with the programme: users, sign-in, grants, permissions, audit."""
