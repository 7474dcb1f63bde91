-- One inspection with a task per agency (DC-10): joint, single and boarding by the same table and the same acts.
create table joint.inspection (
  port                 text        not null,
  id                   uuid        not null,
  kind                 text        not null check (kind in ('joint', 'single', 'boarding')),
  state                text        not null check (state in ('proposed', 'coordinating', 'agreed', 'started', 'closed', 'declined', 'cancelled', 'superseded')),
  collision_id         uuid,
  object_kind          text        not null,
  object_ref           text        not null,
  object_key           text        not null,
  declarations         uuid[]      not null default '{}',
  parties              text[]      not null default '{}',
  agencies             text[]      not null check (cardinality(agencies) > 0),
  desk                 boolean     not null,
  window_from          timestamptz not null,
  window_to            timestamptz not null check (window_to >= window_from),
  slot_from            timestamptz,
  slot_to              timestamptz check (slot_to > slot_from),
  site                 text,
  special_circumstance text,
  judgement            jsonb,
  proposed_at          timestamptz not null,
  started_at           timestamptz,
  closed_at            timestamptz,
  ended_because        text,
  superseded_by        uuid,
  version              int         not null default 1 check (version > 0),
  primary key (port, id),
  check ((slot_from is null) = (slot_to is null)),
  check (kind <> 'joint' or cardinality(agencies) > 1 or state in ('declined', 'cancelled', 'superseded')),
  check ((state = 'superseded') = (superseded_by is not null)),
  check ((state in ('declined', 'cancelled')) = (ended_because is not null)),
  check (state not in ('agreed', 'started') or (slot_from is not null and site is not null)),
  check (state <> 'closed' or closed_at is not null)
);
comment on table joint.inspection is 'A joint, single or boarding inspection. slot and site: the standing proposal, agreed or not. desk: only papers are looked at.';
comment on column joint.inspection.parties is 'Enterprises concerned: declarants of the goods, the reporter of a conveyance.';
create index inspection_list on joint.inspection (port, state, id);
create index inspection_object on joint.inspection (port, object_ref, id);
create index inspection_slot on joint.inspection (port, slot_from) where state in ('proposed', 'coordinating', 'agreed', 'started');
create index inspection_declaration on joint.inspection using gin (declarations);
create index inspection_party on joint.inspection using gin (parties);

create table joint.task (
  port           text        not null,
  inspection_id  uuid        not null,
  agency         text        not null,
  directives     uuid[]      not null,
  duties         jsonb       not null,
  crew           text[]      not null default '{}',
  confirmed_at   timestamptz,
  confirmed_by   text,
  confirmed_name text,
  disposition    jsonb,
  effect         text        check (effect in ('qualify', 'treat', 'hold', 'refuse')),
  gone           boolean     not null default false,
  primary key (port, inspection_id, agency),
  check ((confirmed_at is null) = (confirmed_by is null)),
  check ((disposition is null) = (effect is null))
);
comment on table joint.task is 'One agency''s part: the directives it answers, its checklist (duties), its crew and yes, its latest disposition. gone: the agency declined or withdrew. No foreign key: it would be looked up for every row while the port waits.';
create index task_agency on joint.task (port, agency, inspection_id);

create table joint.handling (
  port          text        not null,
  id            uuid        not null,
  inspection_id uuid        not null,
  action        text        not null check (action in ('open', 'weigh', 'scan')),
  object_kind   text        not null,
  object_ref    text        not null,
  object_key    text        not null,
  n             int         not null check (n > 0),
  agency        text        not null,
  done_by       text        not null,
  done_at       timestamptz not null,
  reason        text        check (n = 1 or reason is not null),
  gross_kg      numeric     check (gross_kg > 0),
  image         text,
  device        text,
  seal          text,
  primary key (port, id),
  constraint handling_once unique (port, object_key, action, n),
  foreign key (port, inspection_id) references joint.inspection (port, id)
);
comment on table joint.handling is 'Openings, weighings and scans, counted per object and visit whoever did them (JI-10, JI-11). A second one bears its reason.';
create index handling_inspection on joint.handling (port, inspection_id);

create table joint.disposition (
  port          text        not null,
  id            uuid        not null,
  inspection_id uuid        not null,
  agency        text        not null,
  code          text        not null,
  effect        text        not null check (effect in ('qualify', 'treat', 'hold', 'refuse')),
  reason        text,
  decided_by    text        not null,
  decided_at    timestamptz not null,
  primary key (port, id),
  foreign key (port, inspection_id, agency) references joint.task (port, inspection_id, agency)
);
comment on table joint.disposition is 'Every decision an agency took within its own powers (LB-01); the latest of an agency counts.';
create index disposition_inspection on joint.disposition (port, inspection_id, agency);

grant select, insert on joint.inspection, joint.task, joint.handling, joint.disposition to lianjian_app;
grant update (kind, state, collision_id, object_kind, object_ref, object_key, declarations, parties, agencies, window_from, window_to, slot_from, slot_to, site, special_circumstance, judgement,
  started_at, closed_at, ended_because, superseded_by, version) on joint.inspection to lianjian_app;
grant update (directives, duties, crew, confirmed_at, confirmed_by, confirmed_name, disposition, effect, gone) on joint.task to lianjian_app;
