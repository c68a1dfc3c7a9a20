"""Pages of the desk for requests and answers, by who works with them."""
