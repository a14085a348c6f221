"""Versions of a document (上报), and what differs between one and what there is now."""
