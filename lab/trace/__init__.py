"""The record, told: nothing here knows the network, only the packets that it wrote down.

    decode.py    packets -> messages; dns.py, http.py, tcp.py, icmp.py read one protocol each
    fields.py    a message -> its fields, with the bytes that each one takes
    meaning.py   a field -> what it means, in French and in English (explained.toml)
    finer.py     what it means here: in a query or in a response, for this value
    text.py  mermaid.py  as_json.py     messages, as lines, as a diagram, as data
    as_html.py   messages -> the view of a page, "on the wire"
    wire.py      a packet -> its bytes, headers and checksums included
    pcap.py      packets -> a capture for Wireshark

What came from the wire may be anything: every decoder here answers with words, never an exception.
"""
