"""Ask the graph over HTTP: a SPARQL endpoint, a JSON API, and the explorer's pages.

settings.py   what an instance allows                problem.py   what can go wrong, as a client reads it
app.py        the routes, explicit                   guard.py     what every request passes: host, origin, size, time
sparql.py     SPARQL 1.1 Protocol                    dataset.py   Graph Store Protocol, Service Description
api.py        the JSON API and its description       jobs.py      what the API asks, run inside a worker
pool.py       worker processes that can be killed    worker.py    one of them
snapshot.py   a state of the store that stays whole while the next is built
"""
