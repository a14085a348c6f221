"""The manual inside the program: its pages, the window that shows them, the page F1 opens."""
