"""A form as its issuing office designed it: read from drawn YAML, checked whole, then immutable."""
