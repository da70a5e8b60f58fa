"""The large figures of what the tests show in small: runs of hours that may be broken off."""
