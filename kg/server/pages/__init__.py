"""The explorer: pages made on the server, which work without scripts and better with them.

explore.py    search, things, documents       progress.py   the board, the timeline, what changed
graph.py      the drawn graph                 questions.py  named questions and SPARQL
jobs.py, drawing.py   what they ask of the graph, inside a worker
render.py     templates                       assets.py     styles and scripts
routes.py     every page with its address
"""
