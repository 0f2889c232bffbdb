"""Every face to the outside: HTTP, web pages, command line."""
