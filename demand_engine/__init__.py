"""
What will this decision do to the work, before it is taken?

A pure library: scenarios in, weeks out. It knows nothing of Lintel, of Django or of any real child. Three layers stand
behind one interface:

* `instant`: the weekly arithmetic and the offered load, in well under 50 ms, while a slider moves;
* `simulate`: every contact, child and worker, event by event, for ranges;
* `solver`: "what would manageable take?", answered with the engine and checked on fresh seeds.
"""
