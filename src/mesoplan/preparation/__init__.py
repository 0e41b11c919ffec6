"""From a judged cocktail to the syringe: exact arithmetic on volumes, marks, containers, order and time.

Volumes are millilitres as `Fraction`; decimals exist only at the door. Every module answers one
question, each with its proof or with what stands in the way. Nothing here knows a page or a command.
"""
