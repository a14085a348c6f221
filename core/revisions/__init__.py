"""A newer revision of a document's suite: what it changes, taking it over, what finds no place."""
