"""Write the golden digests anew: `python -m tests.golden` from the root of the project."""

import json

from tests.golden.test_golden import DIGESTS, cases, digest_of

digests = {name: digest_of(name) for name in cases()}
DIGESTS.write_text(json.dumps(digests, indent=2) + "\n")
print(DIGESTS.read_text(), end="")
