"""Cross a line that loses packets, with a number of a single bit."""
import random
import sys

losses = float(sys.argv[1]) if len(sys.argv) > 1 else 0.4
line = random.Random(21)
expected, received = 0, ""


def lost():
    return line.random() < losses


for place, letter in enumerate("BIT"):
    bit = place % 2
    for _ in range(5):
        print(f"send {letter}{bit}", end="  ")
        if lost():
            print("lost: no ACK comes, send again")
            continue
        known = bit != expected
        if not known:
            received, expected = received + letter, 1 - expected
        print("already known" if known else "kept", end=", ")
        if not lost():
            print(f"ACK{bit} arrives")
            break
        print(f"ACK{bit} lost: send again")
    else:
        sys.exit("No ACK after 5 attempts: is the line cut?")

print("received:", received)
