-- Real-shaped declarations of a file, imported through the intake, and runs of them through the whole path with a simulated clock.
create schema if not exists watch;
grant usage on schema watch to lianjian_app;

create table watch.declaration_import (
  port        text        not null,
  id          uuid        not null,
  file_hash   bytea       not null check (length(file_hash) = 32),
  file_name   text        not null,
  profile     text        not null,
  state       text        not null check (state in ('running', 'done')),
  rows_read   int         not null default 0 check (rows_read >= 0),
  imported    int         not null default 0 check (imported >= 0),
  rejected    int         not null default 0 check (rejected >= 0),
  started_at  timestamptz not null,
  finished_at timestamptz,
  primary key (port, id),
  constraint declaration_import_file unique (port, file_hash, profile),
  check (rows_read = imported + rejected),
  check ((state = 'done') = (finished_at is not null))
);
comment on table watch.declaration_import is 'A declarations file taken over at a port. rows_read: how far it has come; a second start goes on from there. The content tells the file, not its name.';

create table watch.imported_row (
  port        text        not null,
  import_id   uuid        not null,
  line        int         not null check (line > 1),
  reference   text,
  accepted_at timestamptz,
  record      jsonb       not null,
  verdict     text        check (verdict in ('clean', 'fraud', 'critical-fraud')),
  rejected    text,
  primary key (port, import_id, line),
  foreign key (port, import_id) references watch.declaration_import (port, id),
  check ((rejected is null) = (reference is not null and accepted_at is not null and verdict is not null))
);
comment on table watch.imported_row is 'Each row of an imported file: the declaration it became (by its reference) or why it became none. verdict: what the file says turned out to be true; no case table has it.';
create index imported_row_order on watch.imported_row (port, import_id, accepted_at, line) where rejected is null;

create table watch.replay (
  port             text        not null,
  id               uuid        not null,
  import_id        uuid        not null,
  seed             text        not null,
  state            text        not null check (state in ('running', 'stopped', 'done', 'abandoned')),
  row_limit        int         check (row_limit > 0),
  rows_done        int         not null default 0 check (rows_done >= 0),
  rows_total       int         not null check (rows_total >= 0),
  seconds          numeric     not null default 0 check (seconds >= 0),
  simulated_until  timestamptz,
  scratch_database text,
  standing         jsonb,
  figures          jsonb,
  started_at       timestamptz not null,
  changed_at       timestamptz not null,
  finished_at      timestamptz,
  primary key (port, id),
  foreign key (port, import_id) references watch.declaration_import (port, id),
  check ((state = 'done') = (finished_at is not null)),
  check ((state = 'stopped') = (standing is not null)),
  check ((state in ('done', 'abandoned')) = (scratch_database is null))
);
comment on table watch.replay is 'A run of imported declarations through the whole path in a database of its own (scratch_database). standing: everything a stopped run needs to go on; figures: the report; changed_at: the last sign of life, an old one means abandoned.';

grant select, insert on watch.declaration_import, watch.imported_row, watch.replay to lianjian_app;
grant update (state, rows_read, imported, rejected, finished_at) on watch.declaration_import to lianjian_app;
grant update (state, rows_done, seconds, simulated_until, scratch_database, standing, figures, changed_at, finished_at) on watch.replay to lianjian_app;
