"""Pictures for messages. The only room that imports the libraries that draw them."""
