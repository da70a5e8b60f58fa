"""Reports: what an office sees at a glance."""
