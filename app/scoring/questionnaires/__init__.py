"""What is asked at the door once a year or so, in words and numbers that never earn a point."""
