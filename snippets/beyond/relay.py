"""Stand between client and origin: keep, give again, ask again."""
import http.client
import re
import time

origin = "www.example.com"
copy = {"page": None, "etag": None, "since": 0, "fresh": 0}


def ask_origin():
    tag = {"If-None-Match": copy["etag"]} if copy["etag"] else {}
    server = http.client.HTTPConnection(origin, timeout=5)
    server.request("GET", "/", headers={"Via": "1.1 me"} | tag)
    response = server.getresponse()
    copy["page"] = response.read() or copy["page"]  # 304: no page
    return response


def relay():
    age = int(time.time() - copy["since"])
    if age < copy["fresh"]:
        return f"200 from the copy, Age: {age}"
    try:
        response = ask_origin()
    except TimeoutError:
        return "504 Gateway Timeout"
    except (OSError, ValueError, http.client.HTTPException):
        return "502 Bad Gateway"
    rule = response.getheader("Cache-Control", "")
    fresh = int([*re.findall(r"max-age=(\d+)", rule), 0][0])
    copy.update(since=time.time(), fresh=fresh)
    copy["etag"] = response.getheader("ETag")
    return f"{response.status} from the origin, fresh for {fresh} s"


for pause in 0, 10, 60, 20:
    time.sleep(pause)
    print(f"{pause:2} s later:", relay())
