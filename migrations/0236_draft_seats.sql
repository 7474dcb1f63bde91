-- Several officers write one draft: who opened it sees who else is there and in which row, before they overwrite each other.
create table assess.table_draft_seat (
  draft    uuid           not null references assess.table_draft (id),
  actor_id text           not null,
  name     text           not null,
  row_id   text           check (length(row_id) <= 64),
  seen_at  timestamptz(3) not null,
  primary key (draft, actor_id)
);
comment on table assess.table_draft_seat is 'Who has, or had, a draft open: the last time they said so and the row they were in. Decides nothing.';
grant select, insert, update on assess.table_draft_seat to lianjian_app;
