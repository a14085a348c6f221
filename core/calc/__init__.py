"""Calculation: which cells a document has, what each holds, what follows from what, and why."""
