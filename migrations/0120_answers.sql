-- What each side answered to a proposed time and place, in its own words and order (JI-07): nothing said is overwritten by what is said later.
create table joint.answer (
  port          text        not null,
  id            uuid        not null,
  inspection_id uuid        not null,
  side_kind     text        not null check (side_kind in ('agency', 'enterprise', 'site')),
  side_code     text        not null,
  said          text        not null check (said in ('yes', 'no', 'other', 'wish', 'cannot')),
  slot_from     timestamptz,
  slot_to       timestamptz check (slot_to > slot_from),
  site          text,
  reason        text        check (said not in ('no', 'cannot') or reason is not null),
  said_by       text        not null,
  said_name     text        not null,
  said_at       timestamptz not null,
  primary key (port, id),
  check ((slot_from is null) = (slot_to is null)),
  foreign key (port, inspection_id) references joint.inspection (port, id)
);
comment on table joint.answer is 'Answers of agencies, traders and site operators to time and place: yes, no, other time or place, wish, cannot. Appended only.';
create index answer_inspection on joint.answer (port, inspection_id, said_at, id);
grant select, insert on joint.answer to lianjian_app;
