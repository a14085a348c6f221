"""The core of 表里: suites, documents, calculation, audit, layout and files. It knows no window."""

__version__ = "0.1.0"
