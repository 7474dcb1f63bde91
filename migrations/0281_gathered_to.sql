-- A list that was full lost what was beyond it once that was older than the look-back: the next list begins where the last one ended (DR-01).
alter table selection.draw add column gathered_to timestamptz;
comment on column selection.draw.gathered_to is 'Moment of acceptance up to which this list, and those before it, have taken everything; null where the list is older than this column or of a draw made again.';
grant update (gathered_to) on selection.draw to lianjian_app;
