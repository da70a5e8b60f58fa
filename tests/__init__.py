"""The tests of Jifen."""
