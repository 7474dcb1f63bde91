-- Joint work rests on what the agencies have agreed on and on who is really there: the terms a session began under, presence at the site, what was said,
-- who was reached when an answer was owed.
create table joint.session_terms (
  port          text        not null,
  inspection_id uuid        not null,
  started_at    timestamptz not null,
  procedures    jsonb       not null,
  warnings      jsonb       not null,
  primary key (port, inspection_id),
  foreign key (port, inspection_id) references joint.inspection (port, id)
);
comment on table joint.session_terms is 'Editions of the operating procedures a session began under (GV-09), and what it was warned of (LB-11).';

create table joint.presence (
  port          text        not null,
  id            uuid        not null,
  inspection_id uuid        not null,
  slot_from     timestamptz not null,
  agency        text        not null,
  mode          text        not null check (mode in ('on-site', 'remote', 'no-show')),
  reason        text        check (mode = 'on-site' or reason is not null),
  then_did      text        check (then_did in ('proceed', 'reschedule', 'remote')),
  noted_by      text        not null,
  noted_name    text        not null,
  noted_at      timestamptz not null,
  primary key (port, id),
  foreign key (port, inspection_id) references joint.inspection (port, id)
);
comment on table joint.presence is 'Who was there for a slot, by whom it was noted; no-shows with what the others did then. The latest of an agency and slot counts.';
create index presence_inspection on joint.presence (port, inspection_id, noted_at, id);

create table joint.message (
  port          text        not null,
  id            uuid        not null,
  inspection_id uuid        not null,
  kind          text        not null check (kind in ('message', 'consultation')),
  audience      text        not null check (audience in ('agencies', 'everyone')),
  side_kind     text        not null check (side_kind in ('agency', 'enterprise', 'site')),
  side_code     text        not null,
  agencies      text[]      not null default '{}',
  channel       text,
  text          text        not null,
  said_by       text        not null,
  said_name     text        not null,
  said_at       timestamptz not null,
  primary key (port, id),
  check (kind = 'message' or (channel is not null and cardinality(agencies) > 1)),
  foreign key (port, inspection_id) references joint.inspection (port, id)
);
comment on table joint.message is 'The conversation of a case, appended only. consultation: the record that the agencies consulted each other, over which channel and with what outcome (JI-16).';
create index message_inspection on joint.message (port, inspection_id, said_at, id);

create table joint.escalation (
  port          text        not null,
  inspection_id uuid        not null,
  asked_at      timestamptz not null,
  level         int         not null check (level in (1, 2)),
  agencies      text[]      not null,
  at            timestamptz not null,
  primary key (port, inspection_id, asked_at, level),
  foreign key (port, inspection_id) references joint.inspection (port, id)
);
comment on table joint.escalation is 'Answers that were not given in time: 1 the liaison officers were called, 2 the published default was applied, which never lets goods go.';

create table joint.contact (
  port          text        not null,
  id            uuid        not null,
  inspection_id uuid        not null,
  asked_at      timestamptz not null,
  agency        text        not null,
  channel       text        not null check (channel in ('email', 'sms', 'phone')),
  address       text,
  state         text        not null check (state in ('sent', 'failed', 'open', 'done')),
  detail        text,
  tried_at      timestamptz not null,
  done_by       text,
  done_at       timestamptz,
  primary key (port, id),
  constraint contact_once unique (port, inspection_id, asked_at, agency, channel),
  check ((state = 'done') = (done_at is not null)),
  foreign key (port, inspection_id) references joint.inspection (port, id)
);
comment on table joint.contact is 'Tries to reach the liaison of an agency that owes an answer, channel by channel; the last is a task to telephone (JI-20).';
create index contact_open on joint.contact (port, state, id);

grant select, insert on joint.session_terms, joint.presence, joint.message, joint.escalation, joint.contact to lianjian_app;
grant update (state, detail, done_by, done_at) on joint.contact to lianjian_app;
