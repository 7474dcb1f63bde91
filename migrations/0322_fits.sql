-- A fit of the indicators read, worked out and wrote everything within the request: now a job does it, in a thread, with progress that survives a reload, and can be cancelled.
create table targeting.fit (
  id         uuid        not null primary key,
  state      text        not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  stage      text        not null default 'reading' check (stage in ('reading', 'fitting', 'writing')),
  done       int         not null default 0 check (done >= 0),
  total      int         not null default 0 check (total >= 0),
  note       text        not null,
  asked_by   text        not null,
  asked_name text        not null,
  asked_at   timestamptz not null,
  started_at timestamptz,
  ended_at   timestamptz,
  version    int         references targeting.model (version) on delete set null,
  error      text,
  check ((state in ('waiting', 'running')) = (ended_at is null)),
  check (state <> 'done' or version is not null)
);
comment on table targeting.fit is 'Fits of the indicators: asked for, under way, over. done of total: results read, indicators fitted, keys written, by stage. version: the model it makes. Not a case table.';
create unique index fit_open on targeting.fit ((true)) where state in ('waiting', 'running');
grant select, insert on targeting.fit to lianjian_app;
grant update (state, stage, done, total, started_at, ended_at, version, error) on targeting.fit to lianjian_app;

-- Its counters are written in small transactions; until the last it is no version yet, and what a fit left behind is taken away.
alter table targeting.model add column complete boolean not null default true;
comment on column targeting.model.complete is 'False while a fit writes its counters: neither listed nor activated.';
grant update (complete), delete on targeting.model to lianjian_app;
grant delete on targeting.counter to lianjian_app;
