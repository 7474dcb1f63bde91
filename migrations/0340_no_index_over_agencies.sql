-- 0276 made an inverted index over the agencies of inspections, and was changed after it had been applied elsewhere: a database from before that change still has the
-- index, and its desk pays a third of its rate for it. Where it was never made there is nothing to drop.
drop index if exists joint.inspection_of_agency;
