-- A command may be sent again after a lost answer, a crash or three days off line: its first answer is kept and given again.
grant usage on schema platform to lianjian_app;

create table platform.command (
  actor_id     text        not null,
  key          text        not null check (length(key) between 1 and 200),
  request_hash bytea       not null,
  status       int,
  body         text,
  recorded_at  timestamptz not null default now(),
  primary key (actor_id, key)
);
comment on table platform.command is 'First answers of commands by the sender''s key. Not a case table: keyed by who sent it.';
-- Old answers are dropped by age, never searched otherwise.
create index command_age on platform.command using brin (recorded_at);

grant select, insert, update, delete on platform.command to lianjian_app;
