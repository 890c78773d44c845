"""Lose one packet, and see which files wait: a model, no network."""
import sys

lost = int(sys.argv[1]) if len(sys.argv) > 1 else 2  # 0: none
FILES, PACKETS = "ABC", 4  # each file fills four packets
if not 0 <= lost <= len(FILES) * PACKETS:
    sys.exit("The packets are numbered from 1 to 12.")
TRAVEL, REPAIR = 40, 80  # ms; one packet leaves every ms

in_turns = FILES * PACKETS  # ABCABCABCABC
one_by_one = "".join(sorted(in_turns))  # AAAABBBBCCCC
ways = {
    "HTTP/1.1, one connection": (one_by_one, True),
    "HTTP/1.1, three connections": (in_turns, False),
    "HTTP/2, one TCP connection": (in_turns, True),
    "HTTP/3, one QUIC connection": (in_turns, False),
}


def ready(packets, in_one_order, lost):
    """When the last packet of each file can be read, in ms."""
    latest, whole = {}, {}
    for number, file in enumerate(packets, 1):
        arrival = TRAVEL + number + REPAIR * (number == lost)
        queue = "all" if in_one_order else file
        latest[queue] = max(arrival, latest.get(queue, 0))
        whole[file] = latest[queue]
    return whole


for way, (packets, in_one_order) in ways.items():
    print(way, "- lost:", packets[lost - 1] if lost else "nothing")
    usual = ready(packets, in_one_order, 0)
    for file, time in ready(packets, in_one_order, lost).items():
        late = time - usual[file]
        waited = f" (waited {late} ms)" if late else ""
        print(f"    {file} whole at {time:3} ms{waited}")
