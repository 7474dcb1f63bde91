-- A party is told, and it can be shown when and how: the in-app inbox is delivered by being stored, web hooks are tried until they are.
create table platform.notice (
  port            text        not null,
  id              uuid        not null,
  recipient_kind  text        not null check (recipient_kind in ('agency', 'enterprise', 'site')),
  recipient_code  text        not null,
  type            text        not null,
  subject_kind    text        not null,
  subject_id      text        not null,
  facts           jsonb       not null,
  state           text        not null check (state in ('owed', 'delivered', 'acknowledged', 'quarantined')),
  undelivered     boolean     not null default false,
  owed_at         timestamptz not null,
  delivered_at    timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  primary key (port, id),
  check ((state = 'acknowledged') = (acknowledged_at is not null))
) with (fillfactor = 90);
comment on table platform.notice is 'What a party is owed to know. Stored is visible in the inbox: that delivery has its time in owed_at and needs no row of its own.';
comment on column platform.notice.undelivered is 'A delivery outside the inbox failed at least once and has not succeeded since.';
create index notice_inbox on platform.notice (recipient_kind, recipient_code, id);
create index notice_subject on platform.notice (subject_id, subject_kind);
-- Ids are time-ordered and so are the rows: this finds one by its id alone and costs nothing when many are written.
create index notice_id on platform.notice using brin (id) with (pages_per_range = 16, autosummarize = on);
create index notice_undelivered on platform.notice (port, id) where undelivered;

create table platform.webhook (
  id             uuid        primary key,
  recipient_kind text        not null check (recipient_kind in ('agency', 'enterprise', 'site')),
  recipient_code text        not null,
  url            text        not null check (length(url) <= 2000),
  secret         bytea       not null check (length(secret) between 24 and 64),
  active         boolean     not null default true,
  failures       int         not null default 0,
  retry_at       timestamptz,
  problem        text,
  created_by     text        not null,
  created_at     timestamptz not null
);
comment on table platform.webhook is 'Where a party wants its notices sent. Small and the same at every port, so not keyed by port.';
create index webhook_recipient on platform.webhook (recipient_kind, recipient_code) where active;

create table platform.notice_delivery (
  port         text        not null,
  webhook_id   uuid        not null,
  notice_id    uuid        not null,
  seq          bigint      generated always as identity,
  subject      text        not null,
  state        text        not null default 'owed' check (state in ('owed', 'quarantined')),
  attempts     int         not null default 0,
  next_at      timestamptz not null,
  owed_at      timestamptz not null,
  primary key (port, webhook_id, notice_id),
  foreign key (port, notice_id) references platform.notice (port, id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
comment on table platform.notice_delivery is 'Deliveries to web hooks that are still open or were given up; a done one is deleted and its receipt stays.';
comment on column platform.notice_delivery.subject is 'Notices about one subject are sent in the order of seq.';
create index notice_delivery_order on platform.notice_delivery (port, webhook_id, seq) where state = 'owed';
create index notice_delivery_notice on platform.notice_delivery (port, notice_id);

create table platform.notice_receipt (
  port       text        not null,
  notice_id  uuid        not null,
  webhook_id uuid        not null,
  attempt    int         not null,
  at         timestamptz not null,
  outcome    text        not null check (outcome in ('delivered', 'failed', 'refused')),
  detail     text        not null,
  primary key (port, notice_id, webhook_id, attempt),
  foreign key (port, notice_id) references platform.notice (port, id)
);
comment on table platform.notice_receipt is 'Every try to deliver outside the inbox and what came of it.';

grant select, insert, update on platform.notice, platform.webhook to lianjian_app;
grant select, insert, update, delete on platform.notice_delivery to lianjian_app;
grant select, insert on platform.notice_receipt to lianjian_app;
grant usage on all sequences in schema platform to lianjian_app;
