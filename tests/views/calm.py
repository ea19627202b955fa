"""Property tests judge behaviour: a slow machine is not a failure."""

from hypothesis import HealthCheck, settings

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
