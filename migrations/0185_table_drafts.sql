-- Officers write decision tables in the browser over hours and days: what they have so far must survive a closed window and a second pair of hands.
create table assess.table_draft (
  id               uuid           primary key,
  table_name       text           not null,
  title            text           not null,
  state            text           not null check (state in ('open', 'recorded', 'discarded')),
  base_version     int,
  rows             jsonb          not null check (jsonb_typeof(rows) = 'array'),
  version          int            not null check (version > 0),
  owner_id         text           not null,
  owner_name       text           not null,
  collaborators    jsonb          not null default '[]' check (jsonb_typeof(collaborators) = 'array'),
  created_at       timestamptz(3) not null,
  changed_at       timestamptz(3) not null,
  changed_by_name  text           not null,
  recorded_version int,
  check ((state = 'recorded') = (recorded_version is not null))
);
comment on table assess.table_draft is 'Drafts of versions of decision tables. Nothing is judged by them; what counts is the version a draft is recorded as.';
comment on column assess.table_draft.version is 'Grows with every save, so that two who write at once notice each other.';
create index table_draft_open on assess.table_draft (table_name, id) where state = 'open';
grant select, insert on assess.table_draft to lianjian_app;
grant update (title, state, rows, version, collaborators, changed_at, changed_by_name, recorded_version) on assess.table_draft to lianjian_app;
