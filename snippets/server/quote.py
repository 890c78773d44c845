"""See what a quote does to SQL, pasted into it or given beside it."""
import sqlite3
import sys

asked = sys.argv[1] if len(sys.argv) > 1 else "' OR '1'='1"
book = sqlite3.connect(":memory:")
book.execute("CREATE TABLE entry (name, message)")
entries = [("Ada", "Hello"), ("Bob", "keep this private")]
book.executemany("INSERT INTO entry VALUES (?, ?)", entries)

pasted = f"SELECT message FROM entry WHERE name = '{asked}'"
bound = "SELECT message FROM entry WHERE name = ?"
print("pasted:", pasted)
try:
    print("   ", book.execute(pasted).fetchall())
except sqlite3.Error as error:
    print("   ", type(error).__name__)
print("bound: ", bound)
print("   ", book.execute(bound, [asked]).fetchall())
book.close()
