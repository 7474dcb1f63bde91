-- Rules are tried on the past before they hold. Reading 1.2 KB of JSON for each case of it takes too long: what assessment asks is kept as columns.
create table assess.history_block (
  port       text        not null,
  month      date        not null,
  n          int         not null check (n > 0),
  first_id   uuid        not null,
  last_id    uuid        not null check (last_id >= first_id),
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  cases      int         not null check (cases > 0),
  lines      int         not null check (lines >= cases),
  columns    bytea       not null,
  ids        bytea       not null check (length(ids) = 16 * cases),
  written_at timestamptz not null,
  primary key (port, month, n)
);
comment on table assess.history_block is 'Accepted declarations of a port and month as dictionary-encoded columns (docs/rule-lab.md), in the order of their ids. Derived: it can be deleted and is written anew.';
comment on column assess.history_block.ids is 'Ids of the cases, sixteen bytes each; read only where a case must be named.';
-- Columns compress well; ids do not.
alter table assess.history_block alter column ids set storage external;
do $$
begin
  alter table assess.history_block alter column columns set compression lz4;
exception when feature_not_supported then null;
end $$;
grant select, insert, delete on assess.history_block to lianjian_app;

create table assess.backtest (
  id             uuid           primary key,
  table_name     text           not null,
  version        int            not null,
  rows_hash      bytea          not null check (length(rows_hash) = 32),
  ports          text[]         check (cardinality(ports) > 0),
  period_from    timestamptz(3),
  period_to      timestamptz(3) check (period_to > period_from),
  state          text           not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  total          int            not null default 0 check (total >= 0),
  done           int            not null default 0 check (done >= 0),
  summary        json,
  error          text,
  asked_by       text           not null,
  asked_name     text           not null,
  asked_at       timestamptz(3) not null,
  started_at     timestamptz(3),
  ended_at       timestamptz(3),
  foreign key (table_name, version) references assess.table_version (table_name, version),
  check ((state = 'done') = (summary is not null)),
  check ((state in ('done', 'cancelled', 'failed')) = (ended_at is not null))
);
comment on table assess.backtest is 'A version of a table tried on the cases of the past: what would have changed. Not a case table.';
comment on column assess.backtest.ports is 'Null: every port.';
create index backtest_of_version on assess.backtest (table_name, version, id);
grant select, insert on assess.backtest to lianjian_app;
grant update (state, total, done, summary, error, started_at, ended_at) on assess.backtest to lianjian_app;

create table assess.backtest_part (
  backtest uuid  not null references assess.backtest (id),
  port     text  not null,
  month    date  not null,
  n        int   not null,
  first_id uuid  not null,
  cases    int   not null,
  changed  int   not null,
  figures  json  not null,
  rows     bytea not null check (length(rows) = 4 * changed),
  pairs    bytea not null check (length(pairs) = 2 * changed),
  primary key (port, backtest, month, n)
);
create index backtest_part_of on assess.backtest_part (backtest, port, month, n);
comment on table assess.backtest_part is 'What a back-test found in one block. A back-test that was interrupted goes on after the parts it has.';
comment on column assess.backtest_part.rows is 'Rows of the block that change, four bytes each; pairs: which comparison of figures each is, two bytes each.';
grant select, insert, delete on assess.backtest_part to lianjian_app;
