"""The pages: server-rendered, complete without JavaScript, helped along by htmx."""
