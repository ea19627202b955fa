"""What every test shares: one Hypothesis profile, and bytecode.

A property judges behaviour, and a slow machine is not a failure.
"""

from __future__ import annotations

import os
import sys

from hypothesis import HealthCheck, settings

settings.register_profile("folkmoot", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("folkmoot")

# Also where the machine keeps no bytecode: compiling everything for each worker and each process that a test begins took
# longer than most tests.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
