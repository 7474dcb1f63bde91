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
  reported_by  text        not null,
  reported_at  timestamptz not null,
  container_count int      not null,
  primary key (port, id),
  constraint conveyance_visit unique (port, kind, ref, visit, movement)
);
comment on table single_window.conveyance is 'A reported arrival or departure of a conveyance at a port; kind, ref and visit name the object.';

create table single_window.manifest_container (
  port          text not null,
  conveyance_id uuid not null,
  position      int  not null,
  number        text not null,
  visit         int  not null,
  transport_document text,
  primary key (port, conveyance_id, position),
  foreign key (port, conveyance_id) references single_window.conveyance (port, id)
);
comment on table single_window.manifest_container is 'A container on a conveyance, in the order of the manifest; number and visit name the container object.';
create index manifest_container_object on single_window.manifest_container (port, number, visit);

grant select, insert on single_window.conveyance to lianjian_app;
grant select, insert on single_window.manifest_container to lianjian_app;
