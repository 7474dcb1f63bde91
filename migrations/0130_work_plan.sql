-- Before anything is opened the parties fix who checks what (LB-03): a check that two agencies list is assigned to one and shared, or done apart with a reason.
create table joint.assigned_check (
  port          text        not null,
  inspection_id uuid        not null,
  code          text        not null,
  agency        text,
  apart         text,
  assigned_by   text        not null,
  assigned_at   timestamptz not null,
  primary key (port, inspection_id, code),
  foreign key (port, inspection_id) references joint.inspection (port, id),
  check ((agency is null) <> (apart is null))
);
comment on table joint.assigned_check is 'What the parties settled about work that several of them list: agency does it for all, or each does it, for the reason in apart.';

grant select, insert, update on joint.assigned_check to lianjian_app;
