"""The month: schemes, visits, rounds."""
