"""Files that were made to do harm, or that only look like what they are called."""
