-- Cases of declared life cycles (transfers, permits, recalls …) live in one place: one queue, one time-line, one clock for all of them.
create table platform.procedure_case (
  port         text        not null,
  id           uuid        not null,
  procedure    text        not null check (procedure ~ '^[a-z][a-z-]*$'),
  edition      int         not null check (edition > 0),
  state        text        not null,
  version      int         not null default 1,
  entered_at   timestamptz not null,
  due_at       timestamptz,
  overdue      text[]      not null default '{}',
  parties      text[]      not null,
  subject_kind text        not null,
  subject_id   text        not null,
  data         jsonb       not null,
  opened_by    text        not null,
  opened_at    timestamptz not null,
  closed_at    timestamptz,
  primary key (port, id)
);
comment on table platform.procedure_case is 'Where each case of a procedure stands. Which acts are open follows from its state and the declaration of the procedure.';
comment on column platform.procedure_case.edition is 'Version of the procedure''s declaration the case was opened under.';
comment on column platform.procedure_case.due_at is 'When the next clock of its state runs out.';
comment on column platform.procedure_case.overdue is 'Clocks of its state that have run out.';
comment on column platform.procedure_case.parties is 'Who the case concerns, as kind:code.';
create index procedure_case_id on platform.procedure_case (id);
create index procedure_case_party on platform.procedure_case using gin (parties);
create index procedure_case_subject on platform.procedure_case (subject_id, subject_kind);

create table platform.procedure_act (
  port       text        not null,
  case_id    uuid        not null,
  seq        int         not null check (seq > 0),
  act        text        not null,
  from_state text,
  to_state   text        not null,
  party      text        not null,
  actor_id   text        not null,
  actor_name text        not null,
  evidence   jsonb       not null,
  at         timestamptz not null,
  primary key (port, case_id, seq),
  foreign key (port, case_id) references platform.procedure_case (port, id)
);
comment on table platform.procedure_act is 'What was done to a case, by whom as what, and which clocks ran out, in order.';

grant select, insert, update on platform.procedure_case to lianjian_app;
grant select, insert on platform.procedure_act to lianjian_app;
