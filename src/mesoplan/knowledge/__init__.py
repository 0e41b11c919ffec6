"""Typed questions about the catalog, and the graph that they are the compiled form of.

`ties` defines the graph as plain data. `questions` (with `answers` and `trace`) is what rules and planner
ask, fast and without networkx. `graph` makes the networkx graph, `walk` asks the same questions of it, and
`paths` finds what only a graph can say: how a goal comes to a product, alternatives, what hangs on what.
"""
