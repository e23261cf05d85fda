"""Add up the tests of all steps from their JUnit files and say so in one line: N passed, N failed."""

import sys
from pathlib import Path
from xml.etree import ElementTree

passed = failed = 0
for report in sorted(Path(sys.argv[1]).glob("*.xml")):
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        broken = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        failed += broken
        passed += int(suite.get("tests", 0)) - broken - int(suite.get("skipped", 0))
print(f"{passed} passed, {failed} failed")
