"""The audit: what a cell's field forbids, what the rules ask, and how each rule ended."""
