-- Who was answerable for what (LB-07…LB-10), and the access log that proves leaks (LB-09).
create table joint.access_log (
  port          text        not null,
  id            uuid        not null,
  inspection_id uuid        not null,
  act           text        not null check (act in ('viewed', 'forwarded')),
  actor_id      text        not null,
  actor_name    text        not null,
  agency        text,
  recipient     text,
  purpose       text,
  at            timestamptz not null,
  bucket        bigint      not null,
  primary key (port, id),
  foreign key (port, inspection_id) references joint.inspection (port, id),
  check ((act = 'forwarded') = (recipient is not null))
);
comment on table joint.access_log is 'Who read or forwarded what an inspection looks for and found, until every party has decided.';
comment on column joint.access_log.bucket is 'Ten minutes since 1970: a screen that refreshes counts as one reading.';
create unique index access_log_viewed on joint.access_log (port, inspection_id, actor_id, bucket) where act = 'viewed';
create index access_log_inspection on joint.access_log (port, inspection_id, id);

create table joint.liability (
  port          text        not null,
  id            uuid        not null,
  inspection_id uuid        not null,
  kind          text        not null check (kind in ('missed', 'wrong-result', 'leak')),
  duty          text,
  result_id     uuid,
  description   text        not null,
  evidence      text[]      not null default '{}',
  attributions  jsonb       not null,
  reported_by   text        not null,
  reported_of   text,
  reported_at   timestamptz not null,
  primary key (port, id),
  foreign key (port, inspection_id) references joint.inspection (port, id),
  check ((kind = 'wrong-result') = (result_id is not null))
);
comment on table joint.liability is 'An error or leak that came to light, and who is answerable or exempt for it on what evidence, as decided from the duties on that day.';
create index liability_inspection on joint.liability (port, inspection_id, id);

grant select, insert on joint.access_log, joint.liability to lianjian_app;
