"""What is talked about most, by region."""
