"""The command line: one module a command group; read, call, print, exit."""
