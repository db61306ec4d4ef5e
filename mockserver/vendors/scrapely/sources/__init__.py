"""Lead sources and the scraping jobs that fill them."""
