"""A roster file: what clerks hand in, what is taken, and what they are told to mend."""
