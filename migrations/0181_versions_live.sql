-- A version of a table can be ended in one act, and what was done to bring it in or out is on record: by whom, why, and what is still owed.
grant update (valid_to) on assess.table_version to lianjian_app;

create table assess.version_act (
  table_name  text           not null,
  version     int            not null,
  n           int            not null check (n > 0),
  kind        text           not null check (kind in ('activated', 'emergency', 'rolled-back')),
  at          timestamptz(3) not null,
  takes_effect timestamptz(3) not null check (takes_effect >= at),
  by_id       text           not null,
  by_name     text           not null,
  reason      text           check (kind = 'activated' or length(reason) > 0),
  review_by   timestamptz(3) check ((kind = 'emergency') = (review_by is not null)),
  reviewed_at timestamptz(3),
  reviewer_id text           check (reviewer_id <> by_id),
  reviewer    text,
  upheld      boolean,
  review      text,
  primary key (table_name, version, n),
  foreign key (table_name, version) references assess.table_version (table_name, version),
  check ((reviewed_at is null) = (reviewer_id is null) and (reviewed_at is null) = (upheld is null))
);
comment on table assess.version_act is 'What brought a version into force or ended it. An emergency activation passed by what is otherwise asked first, and owes a review by a third person.';
create index version_act_owed on assess.version_act (review_by) where kind = 'emergency' and reviewed_at is null;
grant select, insert on assess.version_act to lianjian_app;
grant update (reviewed_at, reviewer_id, reviewer, upheld, review) on assess.version_act to lianjian_app;

create table assess.trial (
  id         uuid           primary key,
  table_name text           not null,
  version    int            not null,
  kind       text           not null check (kind in ('shadow', 'canary')),
  state      text           not null check (state in ('running', 'ended')),
  ports      text[]         check (cardinality(ports) > 0),
  share      numeric        check (share > 0 and share <= 1),
  starts_at  timestamptz(3) not null,
  ends_at    timestamptz(3) not null check (ends_at > starts_at),
  cursors    json           not null default '{}',
  figures    json           not null default '[]',
  looked_at  timestamptz(3),
  started_by text           not null,
  started_id text           not null,
  ended_by   text,
  ended_at   timestamptz(3),
  reason     text,
  foreign key (table_name, version) references assess.table_version (table_name, version),
  check ((kind = 'canary') = (share is not null)),
  check ((state = 'ended') = (ended_at is not null))
);
comment on table assess.trial is 'A version tried on live cases: in the shadow, where it decides nothing, or as a canary, where it judges a share of the cases.';
comment on column assess.trial.cursors is 'Last id of each port that was looked at.';
create unique index trial_one_canary on assess.trial (table_name) where kind = 'canary' and state = 'running';
create unique index trial_running on assess.trial (table_name, version, kind) where state = 'running';
create index trial_of_version on assess.trial (table_name, version, id);
grant select, insert on assess.trial to lianjian_app;
grant update (state, cursors, figures, looked_at, ended_by, ended_at, reason) on assess.trial to lianjian_app;
