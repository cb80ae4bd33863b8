"""Work in the background: jobs with a lease and progress, sweeps, and the nudge that wakes the worker."""
