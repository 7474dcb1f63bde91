-- Laboratories are shared (LB-04), and what one side has the other does not build again (LB-05).
create table joint.laboratory_test (
  port         text        not null,
  id           uuid        not null,
  agency       text        not null,
  capability   text        not null,
  sample       text        not null,
  declaration  uuid,
  laboratory   text        not null,
  owner        text        not null,
  because      text        not null,
  requested_by text        not null,
  requested_at timestamptz not null,
  primary key (port, id)
);
comment on table joint.laboratory_test is 'Tests asked for and the laboratory each was routed to. owner: the agency of the laboratory.';

create table joint.capability_plan (
  port         text        not null,
  id           uuid        not null,
  agency       text        not null,
  capability   text        not null,
  purpose      text        not null,
  registered_by text       not null,
  registered_at timestamptz not null,
  primary key (port, id)
);
comment on table joint.capability_plan is 'Plans to build a laboratory capability that no other side had within reach when they were registered.';

grant select, insert on joint.laboratory_test, joint.capability_plan to lianjian_app;
