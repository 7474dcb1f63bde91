-- One officer could write down what became of a drawn object and so shake off the crew that lots had named (DR-04, DR-05). Only "not inspected" is still
-- written by hand, with a reason, and counts once a second person agreed.
create table selection.asked_outcome (
  port        text        not null,
  draw_id     uuid        not null,
  id          uuid        not null,
  object      text        not null,
  items       text[]      not null,
  exception   text        not null,
  asked_by    text        not null,
  asked_at    timestamptz not null,
  approved_by text        check (approved_by <> asked_by),
  approved_at timestamptz,
  primary key (port, draw_id, id),
  foreign key (port, draw_id) references selection.draw (port, id),
  check ((approved_by is null) = (approved_at is null))
);
comment on table selection.asked_outcome is 'Drawn objects that somebody says were not inspected. The outcome is published when a second person agrees.';
create unique index asked_outcome_open on selection.asked_outcome (port, draw_id, object) where approved_by is null;
grant select, insert, update (approved_by, approved_at) on selection.asked_outcome to lianjian_app;
