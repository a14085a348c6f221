"""The window of 表里. It shows an open session and holds no figure of its own."""
