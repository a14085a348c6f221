"""Layout as a phase of its own: a form and its records become positioned, merged, styled cells."""
