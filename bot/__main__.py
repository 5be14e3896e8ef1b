"""`python -m bot`: the command line."""

import os

# Matching multiplies small matrices, one question at a time: more threads only wait for each other, spinning.
# It has to be said before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bot.cli.app import main

if __name__ == "__main__":
    main()
