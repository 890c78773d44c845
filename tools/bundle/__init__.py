"""What the page needs to run programs, made from pinned sources into `.cache/bundle/`.

inputs.py    what it is made of; the hash of it all, so that nothing is made twice
fetched.py   npm packages and wheels, from the registries, refused if their hash is another
parts.py     which file of the standard library, the libraries and the lab goes into which part
compiled.py  runs in Pyodide: Python to byte code, stored in a zip
pack.mjs     runs in Node.js: a Pyodide for each part, then gzip and brotli
scripts.py   page/*.ts, bundled
one_file.py  lab.pyz; started.py is how it starts
checked.py   the form and the types of page/*.ts
sizes.py     where each byte goes
locked.py    one bundle at a time
made.py      all of it into one folder, with its manifest
"""
