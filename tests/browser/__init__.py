"""Screens as people meet them: in a browser, by keyboard, on a telephone, without JavaScript."""
