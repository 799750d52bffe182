"""`python -m lienthong COMMAND`: the same commands as the launcher, inside a ready environment."""

import sys

from lienthong.config.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
