-- Background work (deadlines, deliveries, derived directives) is owed by the transaction that causes it and done at least once.
create table platform.job (
  port        text        not null,
  id          uuid        not null,
  kind        text        not null check (kind ~ '^[a-z][a-z0-9-]*$'),
  key         text,
  payload     jsonb       not null,
  state       text        not null default 'waiting' check (state in ('waiting', 'running', 'quarantined')),
  run_at      timestamptz not null,
  attempts    int         not null default 0,
  claimed_by  uuid,
  lease_until timestamptz,
  error       text,
  enqueued_at timestamptz not null,
  primary key (port, id),
  check ((state = 'running') = (claimed_by is not null) and (state = 'running') = (lease_until is not null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
comment on table platform.job is 'Work owed. A finished job is deleted; a quarantined one waits for a person with its last error.';
comment on column platform.job.key is 'Merges and orders: an enqueued job with the key of one that has not been started adds nothing, and two of one key never run at the same time.';
comment on column platform.job.lease_until is 'By the clock of the database: workers whose clocks differ still agree on it.';

create unique index job_key on platform.job (port, kind, key, state) where key is not null and state <> 'quarantined';
create index job_due on platform.job (kind, run_at) where state = 'waiting';
create index job_lease on platform.job (lease_until) where state = 'running';
create index job_quarantine on platform.job (id) where state = 'quarantined';

grant select, insert, update, delete on platform.job to lianjian_app;
