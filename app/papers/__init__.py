"""What is printed or exported as a file: pure functions from small frozen values to bytes."""
