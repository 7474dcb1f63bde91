-- What an agency comes upon that is another's to handle is written down and passed on before its session may end (LB-14).
create table joint.offence (
  port          text        not null,
  id            uuid        not null,
  inspection_id uuid        not null,
  agency        text        not null,
  offence       text        not null,
  competent     text        not null,
  description   text        not null,
  evidence      text[]      not null default '{}',
  found_by      text        not null,
  found_at      timestamptz not null,
  primary key (port, id),
  foreign key (port, inspection_id) references joint.inspection (port, id)
);
comment on table joint.offence is 'Suspected offences found at an inspection. competent: the agency whose power it is, as the register said then; where it is another, a transfer has to follow.';
create index offence_inspection on joint.offence (port, inspection_id);

grant select, insert on joint.offence to lianjian_app;
