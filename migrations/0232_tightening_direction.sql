-- Exports of a producer that got worse make its exports stricter, not its imports (RR-20); a failed sample of imports says nothing of exports (RR-05). Open where it was written without: those go on holding for both.
alter table assess.tightening add column direction text check (direction in ('import', 'export', 'transit'));
comment on column assess.tightening.direction is 'Cases of this direction only; null: of every one.';
