-- Agencies say what they want inspected; a directive names its object, methods, needed time and the power it rests on (DC-01, GV-07).
create schema joint;
grant usage on schema joint to lianjian_app;

create table joint.directive (
  port             text        not null,
  id               uuid        not null,
  agency           text        not null,
  origin           text        not null check (origin in ('agency', 'assessment')),
  object_kind      text        not null check (object_kind in ('consignment', 'item', 'container', 'lot', 'parcel', 'bag', 'vessel', 'train', 'vehicle', 'aircraft')),
  object_ref       text        not null,
  methods          text[]      not null check (cardinality(methods) > 0),
  checks           text[]      not null default '{}',
  window_from      timestamptz not null,
  window_to        timestamptz not null check (window_to >= window_from),
  power            text        not null,
  reason           text        not null,
  legal_basis      text,
  site             text,
  mechanism        text        check (mechanism in ('goods', 'boarding')),
  declarations     uuid[]      not null default '{}',
  parties          text[]      not null default '{}',
  state            text        not null check (state in ('open', 'apart', 'started', 'closed', 'withdrawn')),
  inspection_id    uuid,
  version          int         not null default 1 check (version > 0),
  content_hash     bytea       not null check (length(content_hash) = 32),
  accepted_at      timestamptz not null,
  sent_by          text        not null,
  withdrawn_reason text,
  answer           text        not null,
  primary key (port, id),
  check ((state = 'withdrawn') = (withdrawn_reason is not null))
);
comment on table joint.directive is 'An agency''s demand to inspect an object. answer: the first answer, byte for byte, for whoever repeats it; apart: its agency declined to join.';
comment on column joint.directive.declarations is 'Declarations whose goods the object is or holds, as known when the directive was accepted; parties: the enterprises concerned.';
create index directive_of_agency on joint.directive (port, agency, id);
create index directive_queue on joint.directive (port, agency, window_to, id) where state in ('open', 'apart');
create index directive_of_inspection on joint.directive (port, inspection_id);
create index directive_of_declaration on joint.directive using gin (declarations);

create table joint.directive_key (
  port         text not null,
  key          text not null,
  directive_id uuid not null,
  kind         text not null,
  live         boolean not null default true,
  primary key (port, key, directive_id)
);
comment on table joint.directive_key is 'Every identity the object of a directive answers to (DC-04): two directives are on one object when they share a key. live: neither closed nor withdrawn. No foreign key: it would be looked up for every row while the port waits.';
create index directive_key_live on joint.directive_key (port, key) where live;
create index directive_key_directive on joint.directive_key (port, directive_id);

create table joint.directive_version (
  port         text        not null,
  directive_id uuid        not null,
  version      int         not null,
  until        timestamptz not null,
  changed_by   text        not null,
  content      jsonb       not null,
  primary key (port, directive_id, version),
  foreign key (port, directive_id) references joint.directive (port, id)
);
comment on table joint.directive_version is 'What a directive said before it was amended or withdrawn (DC-12).';

grant select, insert on joint.directive, joint.directive_key, joint.directive_version to lianjian_app;
grant update (declarations, parties, methods, checks, window_from, window_to, reason, site, state, inspection_id, version, withdrawn_reason) on joint.directive to lianjian_app;
grant update (live) on joint.directive_key to lianjian_app;
