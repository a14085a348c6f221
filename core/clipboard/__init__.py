"""Blocks of cells between this program and others: reading, placing, writing them."""
