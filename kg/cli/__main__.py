"""`python -m kg.cli` is `kg`."""

import sys

from kg.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
