-- Vessels, trains, vehicles and aircraft report what they carry (SW-05); the report may come before or after the declarations of the cargo.
create table single_window.conveyance (
  port         text        not null,
  id           uuid        not null,
  kind         text        not null check (kind in ('vessel', 'train', 'vehicle', 'aircraft')),
  ref          text        not null,
  visit        int         not null,
  movement     text        not null check (movement in ('arrival', 'departure')),
  voyage       text,
  moves_at     timestamptz not null,
  from_place   text,
  to_place     text,
  reported_by  text        not null check (reported_by ~ '^(enterprise|site):.'),
  reported_at  timestamptz not null,
  content_hash bytea       not null check (length(content_hash) = 32),
  primary key (port, id),
  constraint conveyance_visit unique (port, kind, ref, visit, movement)
);
comment on table single_window.conveyance is 'A reported arrival or departure of a conveyance at a port; kind, ref and visit name the object.';

create table single_window.manifest_entry (
  port               text not null,
  conveyance_id      uuid not null,
  position           int  not null,
  number             text,
  visit              int,
  transport_document text,
  gross_weight_kg    numeric check (gross_weight_kg > 0),
  primary key (port, conveyance_id, position),
  foreign key (port, conveyance_id) references single_window.conveyance (port, id),
  check ((number is null) = (visit is null) and (number is not null or transport_document is not null))
);
comment on table single_window.manifest_entry is 'A container or loose goods on a conveyance, in the order of the manifest; number and visit name the container object, the transport document its consignments.';
create index manifest_entry_container on single_window.manifest_entry (port, number, visit) where number is not null;
create index manifest_entry_document on single_window.manifest_entry (port, transport_document) where transport_document is not null;

grant select, insert on single_window.conveyance to lianjian_app;
grant select, insert on single_window.manifest_entry to lianjian_app;
