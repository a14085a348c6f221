"""What `dev.py` is made of. Nothing here is part of the program."""
