"""Finding a text or a figure wherever it stands in a document, and going to a place by a word."""
