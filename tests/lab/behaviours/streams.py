"""asyncio: a server and its clients in one program, time-outs, datagrams."""

import asyncio


async def answer(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def ask(port, *words):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = []
    for word in words:
        writer.write(word.encode() + b"\n")
        answers.append((await reader.readline()).decode().strip())
    writer.write_eof()
    answers.append(await reader.read())
    writer.close()
    await writer.wait_closed()
    return answers


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(data[::-1], address)


class Once(asyncio.DatagramProtocol):
    def __init__(self, answer):
        self.answer = answer

    def datagram_received(self, data, address):
        self.answer.set_result(data)


async def datagrams():
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    answered = loop.create_future()
    client, _ = await loop.create_datagram_endpoint(
        lambda: Once(answered), remote_addr=server.get_extra_info("sockname")
    )
    client.sendto(b"abc")
    print(await answered)
    server.close()
    client.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(await asyncio.gather(ask(port, "one", "two"), ask(port, "three"), ask(port)))
    silent = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*silent.sockets[0].getsockname())
    try:
        await asyncio.wait_for(reader.read(), 0.2)
    except TimeoutError as error:
        print(type(error).__name__)
    writer.close()
    server.close()
    silent.close()
    await datagrams()
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except OSError as error:
        print(type(error).__name__)


asyncio.run(main())
