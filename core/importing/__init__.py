"""Files of other programs, read with care: they may come from anywhere."""
