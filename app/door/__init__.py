"""What pages, API and command line share: the house they run in, who acts, what a view demands."""
