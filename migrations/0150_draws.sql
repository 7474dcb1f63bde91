-- Draws of lots: what is inspected and by whom, so that anybody can recompute it (DR-01…DR-05). What is frozen or drawn can only be added to.
create schema selection;
comment on schema selection is 'Random selection in the open: candidate lists, shares of the seed, results, replacements, outcomes, interests that exclude.';
grant usage on schema selection to lianjian_app;

create table selection.draw (
  port          text        not null,
  id            uuid        not null,
  number        int         not null check (number > 0),
  agency        text        not null,
  state         text        not null check (state in ('proposed', 'committing', 'sealing', 'revealing', 'settling', 'drawn', 'declined')),
  replaces      uuid,
  causes        text[]      not null,
  reason        text,
  ordered_by    text        not null,
  ordered_role  text        not null,
  ordered_at    timestamptz not null,
  approved_by   text,
  approved_role text,
  approved_at   timestamptz,
  head          jsonb,
  root          text        check (root ~ '^[0-9a-f]{64}$'),
  duty_to       timestamptz,
  frozen_at     timestamptz,
  frozen_entry  uuid,
  commit_by     timestamptz,
  closed_entry  uuid,
  beacon        jsonb,
  reveal_by     timestamptz,
  late_entry    uuid,
  late          jsonb,
  seed          text        check (seed ~ '^[0-9a-f]{64}$'),
  result        jsonb,
  roster        jsonb,
  drawn_at      timestamptz,
  primary key (port, id),
  constraint draw_number unique (port, number),
  check ((state = 'drawn') = (seed is not null)),
  check ((seed is null) = (result is null)),
  check (cardinality(causes) = 0 or reason is not null),
  check (state = 'proposed' or cardinality(causes) = 0 or (approved_by is not null and approved_by <> ordered_by)),
  check ((state in ('proposed', 'declined')) = (root is null))
);
comment on table selection.draw is 'causes: why a reason and a second person were needed (redraw, roster, rules). beacon, late: first checkpoint of the ledger over the closed commitments and reveals, with proofs. A draw made again stays, replaced by the later one.';
create unique index draw_running on selection.draw (port, agency) where state not in ('drawn', 'declined');
create unique index draw_replaced_once on selection.draw (port, replaces) where state <> 'declined';
create index draw_newest on selection.draw (port, id desc);
grant select, insert on selection.draw to lianjian_app;
grant update (state, approved_by, approved_role, approved_at, head, root, duty_to, frozen_at, frozen_entry, commit_by, closed_entry, beacon, reveal_by, late_entry, late, seed, result, roster, drawn_at)
  on selection.draw to lianjian_app;

-- Each of these is written once: who holds the program's own role cannot swap a list, a checkpoint or a result either.
create function selection.keep_frozen() returns trigger language plpgsql as $$
begin
  if (old.root is not null and (new.root, new.head, new.frozen_entry, new.commit_by) is distinct from (old.root, old.head, old.frozen_entry, old.commit_by))
    or (old.approved_by is not null and new.approved_by is distinct from old.approved_by)
    or (old.closed_entry is not null and new.closed_entry is distinct from old.closed_entry)
    or (old.beacon is not null and (new.beacon, new.reveal_by) is distinct from (old.beacon, old.reveal_by))
    or (old.late_entry is not null and new.late_entry is distinct from old.late_entry)
    or old.seed is not null
  then raise exception 'what is frozen or drawn does not change';
  end if;
  return new;
end $$;
create trigger keep_frozen before update on selection.draw for each row execute function selection.keep_frozen();

create table selection.candidate (
  port    text  not null,
  draw_id uuid  not null,
  code    text  not null,
  kind    text  not null check (kind in ('object', 'officer')),
  subject text  not null,
  salt    text  not null check (salt ~ '^[0-9a-f]{32}$'),
  entry   jsonb not null,
  primary key (port, draw_id, code),
  constraint candidate_once unique (port, draw_id, kind, subject),
  foreign key (port, draw_id) references selection.draw (port, id)
);
comment on table selection.candidate is 'entry: what is public of a candidate. subject (declaration id, officer number) and salt are not; they prove to whoever is entitled who stands behind a code.';
create index candidate_subject on selection.candidate (port, subject);
grant select, insert on selection.candidate to lianjian_app;

create table selection.share (
  port         text        not null,
  draw_id      uuid        not null,
  agency       text        not null,
  commitment   text        not null check (commitment ~ '^[0-9a-f]{64}$'),
  committed_at timestamptz not null,
  secret       text        check (secret ~ '^[0-9a-f]{64}$'),
  revealed_at  timestamptz,
  primary key (port, draw_id, agency),
  foreign key (port, draw_id) references selection.draw (port, id),
  check ((secret is null) = (revealed_at is null))
);
comment on table selection.share is 'Shares of the seed. A secret is told to nobody before all are in or the time is over.';
grant select, insert, update (secret, revealed_at) on selection.share to lianjian_app;

create table selection.assignment (
  port    text not null,
  draw_id uuid not null,
  object  text not null,
  officer text not null,
  open    boolean not null default true,
  primary key (port, draw_id, object, officer),
  foreign key (port, draw_id) references selection.draw (port, id)
);
comment on table selection.assignment is 'Inspections by the officers drawn for them (officer: number in the register); open ones are the workload of later draws.';
create index assignment_load on selection.assignment (port, officer) where open;
grant select, insert, update (open) on selection.assignment to lianjian_app;

create table selection.replacement (
  port        text        not null,
  draw_id     uuid        not null,
  id          uuid        not null,
  object      text        not null,
  officer     text        not null,
  reason      text        not null,
  asked_by    text        not null,
  asked_at    timestamptz not null,
  place       int         check (place > 0),
  approved_by text        check (approved_by <> asked_by),
  approved_at timestamptz,
  primary key (port, draw_id, id),
  constraint replacement_place unique (port, draw_id, place),
  foreign key (port, draw_id) references selection.draw (port, id),
  check ((place is null) = (approved_by is null))
);
comment on table selection.replacement is 'Officers who were drawn and cannot come. place: order in which they count, given by the second person; the seed names the next officer.';
create unique index replacement_open on selection.replacement (port, draw_id, object, officer);
grant select, insert, update (place, approved_by, approved_at) on selection.replacement to lianjian_app;

create table selection.outcome (
  port        text        not null,
  draw_id     uuid        not null,
  object      text        not null,
  version     int         not null check (version > 0),
  class       text        not null,
  items       text[]      not null,
  result      text        not null check (result in ('qualified', 'not-qualified', 'not-inspected')),
  exception   text,
  recorded_by text        not null,
  recorded_at timestamptz not null,
  primary key (port, draw_id, object, version),
  foreign key (port, draw_id) references selection.draw (port, id),
  check (result <> 'not-inspected' or exception is not null)
);
comment on table selection.outcome is 'What became of a drawn object, for the open register (DR-04): its class, never its owner. A correction is a further version.';
grant select, insert on selection.outcome to lianjian_app;

-- Draws take all declarations accepted since the one before; almost free to keep, because rows come in the order of time.
create index declaration_accepted_at on single_window.declaration using brin (accepted_at) with (pages_per_range = 16);
