"""What one unit filled in: the values it typed, the edits it made, and the file they live in."""
