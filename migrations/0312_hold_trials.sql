-- A hold rule came into force without anybody having seen what it would have held. Its draft is kept by number so that a back-test can be about it, as about a version of a table.
create table assess.hold_trial (
  number    int         not null generated always as identity primary key,
  entry     jsonb       not null,
  hash      bytea       not null,
  asked_by  text        not null,
  asked_at  timestamptz not null
);
comment on table assess.hold_trial is 'Hold rules that were tried on the past before they were placed; back-tests name them by number (RR-16). Not a case table.';
grant select, insert on assess.hold_trial to lianjian_app;
