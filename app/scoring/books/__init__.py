"""The month book: a village's month on paper or in Excel, and what was written in it, taken in."""
