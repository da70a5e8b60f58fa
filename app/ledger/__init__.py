"""The points ledger: immutable transfers between accounts. Points move nowhere else."""
