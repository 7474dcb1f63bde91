-- Cargo declarations, submitted once for every agency (SW-01). Written in batches: one row each, goods as JSON inside it, only what is searched indexed.
create table single_window.declaration (
  port                   text        not null,
  id                     uuid        not null,
  number                 text        not null check (number ~ '^\d{18}$'),
  declarant              text        not null,
  reference              text        not null,
  command_key            text        check (length(command_key) between 1 and 200),
  content_hash           bytea       not null check (length(content_hash) = 32),
  direction              text        not null check (direction in ('import', 'export', 'transit')),
  mode                   text        not null check (mode in ('sea', 'rail', 'road', 'air', 'post', 'express', 'ecommerce')),
  transport_document     text,
  arrival                timestamptz,
  status                 text        not null check (status in ('accepted', 'held', 'released', 'refused', 'cancelled')),
  release_mode           text        not null,
  risk_level             text        not null,
  credit_grade           text        not null,
  released_on_acceptance boolean     not null,
  accepted_at            timestamptz not null,
  released_at            timestamptz check (released_at >= accepted_at),
  version                int         not null default 1,
  content                json        not null,
  assessment             json        not null,
  primary key (port, id),
  constraint declaration_number unique (port, number),
  constraint declaration_reference unique (port, reference, declarant),
  check ((status = 'released') = (released_at is not null)),
  check (not released_on_acceptance or released_at is not null)
);
comment on table single_window.declaration is 'A cargo declaration as it was submitted (content), what the rules said of it (assessment, folded into shapes) and where it stands. Ids grow with time, so that they order the lists.';
comment on column single_window.declaration.content_hash is 'SHA-256 of the canonical content: tells a repeat from other content under the same reference.';
comment on column single_window.declaration.released_on_acceptance is 'Part of the first answer, which a repeat gets again whatever happened since.';

create unique index declaration_command on single_window.declaration (port, declarant, command_key) where command_key is not null;
create index declaration_queue on single_window.declaration (port, status, id);
create index declaration_of_trader on single_window.declaration (declarant, id);
create index declaration_transport_document on single_window.declaration (port, transport_document) where transport_document is not null;

-- The explanation of an assessment repeats that of every other under the same rows of the rules: what repeats is stored once (half of the write volume otherwise).
create table single_window.assessment_shape (
  key   text primary key check (key ~ '^[0-9a-f]{16}$'),
  shape json not null
);
comment on table single_window.assessment_shape is 'Steps and wanted checks of assessments without the lines, values and objects of a case, by the hash of their text. Never changed, so an assessment stays as it was. Not a case table.';

-- lz4 costs a tenth of the older method on the intake path; a server built without it keeps the older one.
do $$
begin
  alter table single_window.declaration alter column content set compression lz4, alter column assessment set compression lz4;
exception when feature_not_supported then null;
end $$;

-- Declaration numbers are handed out in blocks, so that a server process asks once for a thousand. A block lost in a crash leaves a gap, never a repeat.
create table single_window.number_series (
  port      text   not null,
  series    text   not null,
  next      bigint not null check (next > 0),
  primary key (port, series)
);
comment on table single_window.number_series is 'Next free sequence number of a series (office, year and direction) of declaration numbers.';

grant select, insert on single_window.assessment_shape to lianjian_app;
grant select, insert on single_window.declaration to lianjian_app;
grant update (status, released_at, version) on single_window.declaration to lianjian_app;
grant select, insert, update on single_window.number_series to lianjian_app;
