-- Reports of third parties as evidence (第三方采信, TP-01…TP-11): who submitted what about which lines, how it was judged by which rule, and what was found out about it later.
create schema if not exists clear;
grant usage on schema clear to lianjian_app;

-- Sampling commissioned by an agency from a third party (TP-04), with the chain of custody of the sample.
create table clear.commission (
  port           text        not null,
  id             uuid        not null,
  agency         text        not null,
  body           text        not null,
  declaration_id uuid        not null,
  number         text        not null,
  line           int         not null check (line > 0),
  tests          text[]      not null,
  sample         text        not null,
  ordered_by     text        not null,
  ordered_at     timestamptz not null,
  primary key (port, id),
  constraint commission_sample unique (port, sample)
);
comment on table clear.commission is 'An order to a third party to test a sample of one line. sample: its number within the port.';
create index commission_body on clear.commission (body, id);
create index commission_declaration on clear.commission (port, declaration_id);

create table clear.custody_step (
  port          text        not null,
  commission_id uuid        not null,
  seq           int         not null check (seq > 0),
  step          text        not null check (step in ('sealed', 'handed', 'opened')),
  seal          text        not null,
  intact        boolean     not null,
  from_holder   text        not null,
  to_holder     text        not null,
  by_id         text        not null,
  by_name       text        not null,
  at            timestamptz not null,
  primary key (port, commission_id, seq),
  foreign key (port, commission_id) references clear.commission (port, id)
);
comment on table clear.custody_step is 'What happened to a sample, as it was recorded and never changed. A gap is not refused here: it keeps the report from being accepted.';

create table clear.report (
  port           text        not null,
  id             uuid        not null,
  body           text        not null,
  number         text        not null,
  kind           text        not null check (kind in ('appraisal', 'inspection', 'test')),
  declaration_id uuid        not null,
  declaration    text        not null,
  declarant      text        not null,
  lines          int[]       not null check (cardinality(lines) > 0),
  tests          text[]      not null,
  standards      text[]      not null,
  conclusion     text        not null check (conclusion in ('conforms', 'fails')),
  issued_at      timestamptz not null,
  content_hash   text        check (content_hash ~ '^[0-9a-f]{64}$'),
  commission_id  uuid,
  agency         text        not null,
  state          text        not null check (state in ('waiting', 'accepted', 'refused', 'doubted', 'dropped')),
  judgement      jsonb       not null,
  submitted_by   text        not null,
  submitted_at   timestamptz not null,
  decided_by     text,
  decided_at     timestamptz,
  decision       text,
  version        int         not null default 1,
  primary key (port, id),
  constraint report_number unique (port, body, number, declaration_id),
  foreign key (port, commission_id) references clear.commission (port, id),
  check (state in ('waiting', 'refused') or decided_at is not null)
);
comment on table clear.report is 'judgement: the rule''s verdict of the last time it was asked, with its reasons. doubted: accepted, then its body was suspended or removed while the goods waited; dropped: given up after that.';
create index report_queue on clear.report (port, state, id);
create index report_body on clear.report (body, id);
create index report_declaration on clear.report (port, declaration_id);
create index report_declarant on clear.report (declarant, id);

create table clear.comparison (
  port        text        not null,
  id          uuid        not null,
  report_id   uuid        not null,
  body        text        not null,
  kind        text        not null check (kind in ('comparison', 'inspection', 'complaint')),
  outcome     text        not null check (outcome in ('agrees', 'deviates')),
  note        text        not null,
  rests_on    text,
  recorded_by text        not null,
  recorded_at timestamptz not null,
  primary key (port, id),
  foreign key (port, report_id) references clear.report (port, id)
);
comment on table clear.comparison is 'What was later found out about an accepted report: a check test, an inspection of the goods, a complaint (TP-06). rests_on: the inspection or result.';
create index comparison_body on clear.comparison (body, id);

-- Goods are not released on evidence that is doubted.
create table clear.doubt (
  port           text        not null,
  declaration_id uuid        not null,
  about          uuid        not null,
  agency         text        not null,
  since          timestamptz not null,
  primary key (port, declaration_id, about)
);
comment on table clear.doubt is 'Evidence a release would rest on and that is looked at again. While there is a row the goods wait for the agency; it is gone when the doubt is settled.';

grant select, insert on clear.commission, clear.custody_step, clear.comparison to lianjian_app;
grant select, insert on clear.report to lianjian_app;
grant update (state, judgement, decided_by, decided_at, decision, version) on clear.report to lianjian_app;
grant select, insert, delete on clear.doubt to lianjian_app;
