"""Cut a stream into numbered segments, and put them back in order."""
import random
import sys

SIZE = 10  # bytes of a segment, at most
stream = b"TCP carries a stream of bytes, and knows no messages."
lost = int(sys.argv[1]) if len(sys.argv) > 1 else 11

segments = {
    start + 1: stream[start:start + SIZE]
    for start in range(0, len(stream), SIZE)
}
if lost not in segments:
    sys.exit(f"No segment begins at {lost}, only at {list(segments)}")

arriving = list(segments)
random.Random(1).shuffle(arriving)
arriving.remove(lost)
arriving.append(lost)  # sent again, it comes last

expected, early, received = 1, {}, b""
for seq in arriving:
    early[seq] = piece = segments[seq]
    while expected in early:
        received += early.pop(expected)
        expected = len(received) + 1
    print(f"seq={seq:<2} {piece!r:14} ack={expected:<2}", end=" ")
    print(f"waiting: {sorted(early)}" if early else "all is here")

print("The stream:", received.decode())
