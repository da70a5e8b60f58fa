"""THE MONTH of a village: record, submit, certify, publicise, objections, settle."""
