"""The grid that looks like the official form."""
