-- A draw that nobody agreed to blocked its agency for ever: the time for an answer ends, and who ordered it may take it back. Both end as declined, by nobody (DR-05).
do $$
declare found text;
begin
  select c.conname into strict found from pg_constraint c
  where c.conrelid = 'selection.draw'::regclass and c.contype = 'c' and pg_get_constraintdef(c.oid) like '%approved_by <> ordered_by%';
  execute format('alter table selection.draw drop constraint %I', found);
end $$;
alter table selection.draw add constraint draw_second_person
  check (state in ('proposed', 'declined') or cardinality(causes) = 0 or (approved_by is not null and approved_by <> ordered_by));
comment on column selection.draw.approved_by is 'Who agreed or declined; null for a draw that was taken back, or that nobody answered in time.';
alter table selection.draw add constraint draw_answered_by_another check (approved_by <> ordered_by);
