"""Dialogs. Each asks everything it needs at once and leaves things as they are on Esc."""
