-- The risk centre: risk records of four subjects, alerts, hold rules and what they hold (RR-14, RR-16…RR-19, AL-03). Reference rows, but for what is held and traced, which are cases of a port.

create table assess.risk_revision (
  only_row boolean primary key default true check (only_row),
  number   bigint  not null
);
comment on table assess.risk_revision is 'Grows with every change of risk_entry. Its row is locked by whoever changes one, so that revisions become visible in their order and a process that asks for what is newer misses nothing.';
insert into assess.risk_revision (number) values (0);
grant select, update on assess.risk_revision to lianjian_app;

create sequence assess.risk_label;
grant usage on sequence assess.risk_label to lianjian_app;

create table assess.risk_entry (
  id             uuid           primary key,
  kind           text           not null check (kind in ('record', 'hold')),
  label          text           not null unique,
  subject        text           not null check (subject in ('goods', 'containers', 'conveyances', 'persons')),
  home_port      text           not null,
  scope          jsonb          not null check (jsonb_typeof(scope) = 'object'),
  level          text,
  measure        text           check (measure in ('hold', 'supervised', 'sample', 'check')),
  agency         text,
  methods        text[]         not null default '{}',
  power          text,
  title          text           not null,
  reason         text           not null,
  source         text           not null,
  classification text           not null check (classification in ('public', 'restricted', 'confidential')),
  evidence       jsonb          not null default '[]',
  alert_id       uuid,
  state          text           not null check (state in ('proposed', 'in-force', 'withdrawn', 'declined')),
  valid_from     timestamptz(3) not null,
  valid_to       timestamptz(3) not null check (valid_to > valid_from),
  created_by     text           not null,
  created_name   text           not null,
  created_at     timestamptz(3) not null,
  approved_by    text,
  approved_name  text,
  approved_at    timestamptz(3),
  ended_by       text,
  ended_at       timestamptz(3),
  end_reason     text,
  evaluation     text,
  revision       bigint         not null,
  check ((kind = 'record') = (level is not null)),
  check ((kind = 'hold') = (measure is not null)),
  -- Nobody approves a hold rule of their own.
  check (approved_by <> created_by)
);
comment on table assess.risk_entry is 'Risk records (raise the level) and hold rules (raise the mode). Every one ends: valid_to is never open. A person is named by a hash in scope; who it is stands in risk_person.';
create index risk_entry_revision on assess.risk_entry (revision, id);
create index risk_entry_list on assess.risk_entry (kind, id);
create index risk_entry_alert on assess.risk_entry (alert_id) where alert_id is not null;
grant select, insert on assess.risk_entry to lianjian_app;
grant update (state, valid_from, valid_to, approved_by, approved_name, approved_at, ended_by, ended_at, end_reason, evaluation, revision) on assess.risk_entry to lianjian_app;

create table assess.risk_person (
  entry_id uuid primary key references assess.risk_entry (id),
  personal jsonb not null
);
comment on table assess.risk_person is 'Personal data of risk records about persons. Read for a purpose and a case only, and every reading is a fact of the ledger (RR-14, LB-09).';
grant select, insert, delete on assess.risk_person to lianjian_app;

create table assess.alert (
  id             uuid           primary key,
  home_port      text           not null,
  source         text           not null check (source in ('officer', 'national-point', 'partner', 'laboratory', 'import', 'warning')),
  sender         text           not null,
  reference      text           not null,
  title          text           not null,
  hazard         text           not null,
  level          text           not null,
  classification text           not null check (classification in ('public', 'restricted', 'confidential')),
  subject        text           not null check (subject in ('goods', 'containers', 'conveyances', 'persons')),
  scope          jsonb          not null check (jsonb_typeof(scope) = 'object'),
  evidence       jsonb          not null default '[]',
  issued_at      timestamptz(3) not null,
  received_at    timestamptz(3) not null,
  received_by    text           not null,
  state          text           not null check (state in ('new', 'held', 'recorded', 'dismissed')),
  decided_by     text,
  decided_at     timestamptz(3),
  decision       text,
  acknowledge_by timestamptz(3),
  acknowledged_at timestamptz(3),
  unique (sender, reference)
);
comment on table assess.alert is 'Warnings from wherever they come. One reference of a sender is one alert, however often it is sent. acknowledge_by: a national point waits for what we made of it.';
create index alert_queue on assess.alert (state, id);
grant select, insert on assess.alert to lianjian_app;
grant update (state, decided_by, decided_at, decision, acknowledged_at) on assess.alert to lianjian_app;

create table assess.held_case (
  port           text           not null,
  entry_id       uuid           not null,
  declaration_id uuid           not null,
  number         text           not null,
  state          text           not null check (state in ('held', 'queued', 'lifted', 'kept')),
  since          timestamptz(3) not null,
  queued_at      timestamptz(3),
  queued_because text           check (queued_because in ('expired', 'withdrawn')),
  decided_by     text,
  decided_at     timestamptz(3),
  reason         text,
  primary key (port, entry_id, declaration_id)
);
comment on table assess.held_case is 'Consignments a hold rule keeps. When the rule ends they are queued for an officer and stay kept: time or silence never lets them go.';
create index held_case_queue on assess.held_case (port, state, since);
create index held_case_entry on assess.held_case (entry_id, state);
grant select, insert on assess.held_case to lianjian_app;
grant update (state, queued_at, queued_because, decided_by, decided_at, reason) on assess.held_case to lianjian_app;

create table assess.back_trace (
  id          uuid           primary key,
  entry_id    uuid           not null,
  since       timestamptz(3) not null,
  ports       text[]         not null,
  recall      boolean        not null,
  state       text           not null check (state in ('running', 'done')),
  -- Where the search stands: index into ports, and the last declaration looked at.
  at_port     int            not null default 0,
  after_id    uuid,
  seen        bigint         not null default 0,
  expected    bigint         not null default 0,
  found       int            not null default 0,
  recalls     int            not null default 0,
  started_at  timestamptz(3) not null,
  finished_at timestamptz(3)
);
comment on table assess.back_trace is 'The search for what a hold rule fits among what was declared before it: progress, so that it goes on after a crash.';
create unique index back_trace_entry on assess.back_trace (entry_id);
grant select, insert, update on assess.back_trace to lianjian_app;

create table assess.traced (
  port           text           not null,
  entry_id       uuid           not null,
  declaration_id uuid           not null,
  number         text           not null,
  declarant      text           not null,
  consignee      text           not null,
  status         text           not null,
  accepted_at    timestamptz(3) not null,
  released_at    timestamptz(3),
  lines          int[]          not null,
  containers     text[]         not null,
  done           text           check (done in ('held', 'directed', 'refused-by-desk')),
  primary key (port, entry_id, declaration_id)
);
comment on table assess.traced is 'What a back trace found: consignments, who holds them (the consignee once released), and what was done at once about those still under way.';
create index traced_entry on assess.traced (entry_id, declaration_id);
grant select, insert on assess.traced to lianjian_app;
grant update (done) on assess.traced to lianjian_app;

create table assess.rule_day (
  port    text   not null,
  rule    text   not null,
  day     date   not null,
  hits    int    not null default 0,
  inspected int  not null default 0,
  finds   int    not null default 0,
  minutes double precision not null default 0,
  primary key (port, rule, day)
);
comment on table assess.rule_day is 'Yield of each rule by day: hits, inspections that followed, those that found something, minutes of crews (RR-16). Counted up by a job that follows the sealed ledger.';
grant select, insert, update on assess.rule_day to lianjian_app;

create table assess.rule_follow (
  port     text   not null primary key,
  position bigint not null
);
comment on table assess.rule_follow is 'How far the counting of yields has followed the ledger of a port. Moved in the transaction that counts: each entry counts once.';
grant select, insert, update on assess.rule_follow to lianjian_app;

create table assess.indicator (
  id          uuid           primary key,
  home_port   text           not null,
  kind        text           not null,
  hs          text           not null check (hs ~ '^\d{2,10}$'),
  producer    text           not null,
  happened_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  recorded_by text           not null,
  reference   text           not null,
  note        text           not null,
  unique (kind, reference)
);
comment on table assess.indicator is 'What speaks for or against goods of a producer in process and after release: complaints, laboratory failures, refusals (RR-19).';
create index indicator_goods on assess.indicator (producer, hs, happened_at);
grant select, insert on assess.indicator to lianjian_app;

create table assess.warning (
  id         uuid           primary key,
  label      text           not null unique,
  hs         text           not null,
  producer   text           not null,
  level      int            not null check (level > 0),
  follow     text[]         not null,
  counts     jsonb          not null,
  rule       jsonb          not null,
  record_id  uuid,
  alert_id   uuid,
  since      timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  state      text           not null check (state in ('standing', 'closed')),
  closed_by  text,
  closed_because text
);
comment on table assess.warning is 'Warning levels of goods of a producer, by which row of the table, from which indicators (RR-19). A level only rises by itself; a person closes it.';
create unique index warning_standing on assess.warning (producer, hs) where state = 'standing';
create index warning_list on assess.warning (id);
grant select, insert, update on assess.warning to lianjian_app;

create table assess.bulletin (
  id             uuid           primary key,
  label          text           not null unique,
  title          jsonb          not null,
  body           jsonb          not null,
  audience       text[]         not null check (cardinality(audience) > 0),
  classification text           not null check (classification in ('public', 'restricted', 'confidential')),
  valid_from     timestamptz(3) not null,
  valid_to       timestamptz(3) not null check (valid_to > valid_from),
  entry_id       uuid,
  published_by   text           not null,
  published_at   timestamptz(3) not null,
  withdrawn_at   timestamptz(3),
  withdrawn_because text
);
comment on table assess.bulletin is 'Risk bulletins with audience, validity and classification (RR-18). entry_id: the record or rule behind it, told to no trader.';
grant select, insert on assess.bulletin to lianjian_app;
grant update (withdrawn_at, withdrawn_because) on assess.bulletin to lianjian_app;

create table assess.exchange (
  id              uuid           primary key,
  partner         text           not null,
  direction       text           not null check (direction in ('in', 'out')),
  home_port       text           not null,
  subject_kind    text           not null,
  subject_id      text           not null,
  summary         jsonb          not null,
  sent_at         timestamptz(3) not null,
  due_at          timestamptz(3) not null,
  state           text           not null check (state in ('waiting', 'acknowledged', 'escalated')),
  acknowledged_at timestamptz(3),
  answer          jsonb,
  unique (partner, direction, subject_id)
);
comment on table assess.exchange is 'What we and a national monitoring point told each other, and whether it was acknowledged in time (RR-17).';
create index exchange_list on assess.exchange (partner, id);
grant select, insert on assess.exchange to lianjian_app;
grant update (state, acknowledged_at, answer) on assess.exchange to lianjian_app;

create table assess.export_day (
  port         text not null,
  producer     text not null,
  day          date not null,
  consignments int  not null default 0,
  rejected     int  not null default 0,
  hs           text[] not null default '{}',
  primary key (port, producer, day)
);
comment on table assess.export_day is 'Export consignments of a producer by day and how many were refused: the quality of exports is judged by it, quarter against quarter (RR-20).';
create index export_day_producer on assess.export_day (producer, day);
grant select, insert, update on assess.export_day to lianjian_app;
