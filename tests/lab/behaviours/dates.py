"""datetime under another clock is datetime still; logging reads the clock as a class attribute."""

import datetime
import logging
import pickle

now = datetime.datetime.now()
print(isinstance(now, datetime.date), isinstance(now.date(), datetime.date))
print(issubclass(datetime.datetime, datetime.date), type(now) is datetime.datetime)
print(repr(now)[:18], repr(datetime.date.today())[:14], now.date() == datetime.date.today())
print(isinstance(now.date(), datetime.datetime), isinstance(1, datetime.date))
print(pickle.loads(pickle.dumps(now)) == now)


class Mine(datetime.datetime):
    pass


print(isinstance(now, Mine), isinstance(Mine.now(), datetime.datetime), repr(Mine.now())[:5])
record = logging.LogRecord("name", 20, "path", 1, "said", (), None)
print(logging.Formatter("%(asctime)s").format(record)[4:8:3], logging.Formatter().format(record))
