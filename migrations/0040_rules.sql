-- Rules are data that officers change while the program runs: versions of decision tables, and what earlier failed samples ask.
create schema assess;
comment on schema assess is 'Rules of assessment. Small reference tables, the same for every port; cases keep the version they were judged by.';
grant usage on schema assess to lianjian_app;

create table assess.table_version (
  table_name        text           not null,
  version           int            not null check (version > 0),
  state             text           not null check (state in ('recorded', 'active')),
  valid_from        timestamptz(3),
  valid_to          timestamptz(3),
  rows              jsonb          not null check (jsonb_typeof(rows) = 'array'),
  rows_hash         bytea          not null check (length(rows_hash) = 32),
  note              text           not null,
  origin            text           unique,
  author_id         text           not null,
  author_name       text           not null,
  recorded_at       timestamptz(3) not null,
  activated_by_id   text,
  activated_by_name text,
  activated_at      timestamptz(3),
  primary key (table_name, version),
  check (valid_to > valid_from),
  check ((state = 'active') = (activated_at is not null)),
  check (state = 'recorded' or valid_from is not null),
  -- Nobody puts rules of their own making into force; what the policy pack brings has no author among the officers.
  check (origin is not null or activated_by_id <> author_id)
);
comment on table assess.table_version is 'Versions of decision tables. Rows never change; of the active versions valid at a moment the one that began last holds (GV-12).';
comment on column assess.table_version.valid_from is 'Null while recorded: the version begins when it is activated.';
comment on column assess.table_version.origin is 'Set for versions of the policy pack: table, version there and hash of the rows.';
grant select, insert on assess.table_version to lianjian_app;
grant update (state, valid_from, activated_by_id, activated_by_name, activated_at) on assess.table_version to lianjian_app;

create table assess.tightening (
  id          uuid           primary key,
  enterprise  text           not null,
  hs          text           not null,
  steps       int            not null check (steps > 0),
  valid_from  timestamptz(3) not null,
  valid_to    timestamptz(3) not null check (valid_to > valid_from),
  reason      text           not null,
  cause       text           not null,
  actor_id    text           not null,
  recorded_at timestamptz(3) not null,
  unique (cause, enterprise, hs)
);
comment on table assess.tightening is 'Stricter modes for an enterprise and goods after a failed sample, for a while (RR-05).';
comment on column assess.tightening.cause is 'What it rests on, e.g. a result; one cause tightens once.';
create index tightening_end on assess.tightening (valid_to);
grant select, insert on assess.tightening to lianjian_app;

create table assess.revision (
  only_row boolean primary key default true check (only_row),
  number   bigint  not null
);
comment on table assess.revision is 'Grows with every change of the tables above; each process asks for it to know that its rules are of yesterday.';
insert into assess.revision (number) values (1);
grant select, update on assess.revision to lianjian_app;
