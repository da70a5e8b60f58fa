"""Lists, statements and reports: what the house answers, beside what the model says."""
