"""`python -m sim.cli` is `ruralsim`."""

import sys

from sim.cli import main

sys.exit(main())
