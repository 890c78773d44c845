"""The lab in a reader's browser: the same programs, the same network, Python compiled for the Web.

Nothing here knows Pyodide: what only a browser can do comes as functions, so CPython tests it all.
"""
