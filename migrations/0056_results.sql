-- What an agency found is shared: read by the other parties and by later entitled agencies, and relied upon (LB-02, LB-07).
create table joint.result (
  port          text        not null,
  id            uuid        not null,
  inspection_id uuid        not null,
  agency        text        not null,
  object_kind   text        not null,
  object_ref    text        not null,
  object_key    text        not null,
  declarations  uuid[]      not null default '{}',
  parties       text[]      not null default '{}',
  participants  text[]      not null,
  outcome       text        not null check (outcome in ('clear', 'problem')),
  checks        jsonb       not null,
  disposition   text,
  effect        text        check (effect in ('qualify', 'treat', 'hold', 'refuse')),
  recorded_at   timestamptz not null,
  version       int         not null default 1,
  primary key (port, id),
  constraint result_task unique (port, inspection_id, agency)
);
comment on table joint.result is 'One agency''s result of a closed inspection, shared from the moment of closing. disposition follows the agency''s latest decision.';
create index result_object on joint.result (port, object_ref, id);
create index result_declaration on joint.result using gin (declarations);
create index result_party on joint.result using gin (parties);

create table joint.adoption (
  port       text        not null,
  id         uuid        not null,
  result_id  uuid        not null,
  adopter    text        not null,
  liable     text        not null check (liable <> adopter),
  purpose    text        not null,
  adopted_by text        not null,
  adopted_at timestamptz not null,
  primary key (port, id),
  constraint adoption_once unique (port, result_id, adopter),
  foreign key (port, result_id) references joint.result (port, id)
);
comment on table joint.adoption is 'An agency relies on another''s result instead of looking itself; liable is the inspecting party, never the adopter (LB-07).';

grant select, insert on joint.result, joint.adoption to lianjian_app;
grant update (disposition, effect, version) on joint.result to lianjian_app;
