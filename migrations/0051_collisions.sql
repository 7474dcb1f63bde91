-- Directives of two agencies or more on one object within a reasonable time (DC-02…DC-05), with the rule, its version and the reason (DC-13).
create table joint.collision (
  port          text        not null,
  id            uuid        not null,
  inspection_id uuid        not null,
  object_kind   text        not null,
  object_ref    text        not null,
  object_key    text        not null,
  agencies      text[]      not null check (cardinality(agencies) > 1),
  window_from   timestamptz not null,
  window_to     timestamptz not null check (window_to >= window_from),
  rule_id       text        not null,
  rule_version  int         not null,
  explanation   jsonb       not null,
  state         text        not null check (state in ('proposed', 'coordinating', 'agreed', 'declined', 'single', 'superseded')),
  superseded_by uuid,
  found_at      timestamptz not null,
  changed_at    timestamptz not null,
  version       int         not null default 1,
  primary key (port, id),
  check ((state = 'superseded') = (superseded_by is not null))
);
comment on table joint.collision is 'A match of directives. explanation: every pair that met, with the key they share, the rule and the distance in time. single: withdrawals left one agency.';
create index collision_list on joint.collision (port, state, id);
create index collision_object on joint.collision (port, object_ref, id);
create unique index collision_inspection on joint.collision (port, inspection_id, id);

create table joint.collision_member (
  port         text        not null,
  collision_id uuid        not null,
  directive_id uuid        not null,
  agency       text        not null,
  object_ref   text        not null,
  joined_at    timestamptz not null,
  left_at      timestamptz,
  primary key (port, collision_id, directive_id)
);
comment on table joint.collision_member is 'Directives of a match. object_ref: the name the directive gave its object, so that the match is found under every name. left_at: withdrawn, declined or moved to another match. No foreign keys: they would be looked up for every row while the port waits.';
create index collision_member_directive on joint.collision_member (port, directive_id);
create index collision_member_object on joint.collision_member (port, object_ref);

create table joint.near_miss (
  port         text        not null,
  id           uuid        not null,
  directive_a  uuid        not null,
  directive_b  uuid        not null check (directive_a < directive_b),
  agencies     text[]      not null,
  object_kind  text        not null,
  object_key   text        not null,
  object_refs  text[]      not null,
  failed       text        not null check (failed in ('different-agency', 'time', 'kind-not-joint', 'rule-not-in-force', 'presence', 'not-started', 'not-declined')),
  distance_ms  bigint      not null,
  within_ms    bigint,
  rule_id      text,
  rule_version int,
  found_at     timestamptz not null,
  primary key (port, id),
  constraint near_miss_pair unique (port, directive_a, directive_b)
);
comment on table joint.near_miss is 'Two directives on one object that one single condition kept apart, so that a coordinator sees what nearly met.';
create index near_miss_object on joint.near_miss using gin (object_refs);

grant select, insert on joint.collision, joint.collision_member, joint.near_miss to lianjian_app;
grant update (agencies, object_kind, object_ref, object_key, window_from, window_to, rule_id, rule_version, explanation, state, superseded_by, changed_at, version) on joint.collision to lianjian_app;
grant update (left_at) on joint.collision_member to lianjian_app;
