-- Shared equipment is booked by whichever agency needs it (SW-10). That nobody has it twice is promised by a constraint, not by looking first.
create type registry.code_range as range (subtype = text, collation = "C");
comment on type registry.code_range is 'A range of one code, so that equality can stand in an exclusion constraint without an extension.';
grant usage on type registry.code_range to lianjian_app;

create table registry.booking (
  port         text        not null,
  id           uuid        not null,
  equipment    text        not null,
  place        int         not null check (place > 0),
  from_at      timestamptz not null,
  to_at        timestamptz not null check (to_at > from_at),
  agency       text        not null,
  purpose      text        not null,
  inspection   uuid,
  booked_by    text        not null,
  booked_name  text        not null,
  booked_at    timestamptz not null,
  ended_at     timestamptz,
  ended_because text,
  primary key (port, id),
  check ((ended_at is null) = (ended_because is null)),
  constraint booking_once exclude using gist (
    registry.code_range(port, port, '[]') with &&,
    registry.code_range(equipment, equipment, '[]') with &&,
    int4range(place, place, '[]') with &&,
    tstzrange(from_at, to_at) with &&
  ) where (ended_at is null)
);
comment on table registry.booking is 'Times of shared equipment. place: one of those it serves at a time. Cancelled ones stay written down and take nobody''s time.';
create index booking_time on registry.booking (port, equipment, from_at);
grant select, insert on registry.booking to lianjian_app;
grant update (ended_at, ended_because) on registry.booking to lianjian_app;
