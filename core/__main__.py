"""python -m core: the command line without the window (works where Qt is not installed)."""

import sys

from core.cli import main

if __name__ == "__main__":
    sys.exit(main())
