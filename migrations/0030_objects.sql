-- Agencies name the same thing differently: one by its declaration, another by its container. The object graph says what is the same thing (DC-04).
-- The schema is called single_window because WINDOW is a reserved word of SQL.
create schema single_window;
grant usage on schema single_window to lianjian_app;

-- A consignment and its items are identified by the declaration itself. What outlives a declaration or comes before it, containers and conveyances,
-- is identified by its name and the visit: the same box comes back months later with other goods and is then another object.
create table single_window.object (
  port        text        not null,
  kind        text        not null check (kind in ('container', 'lot', 'parcel', 'bag', 'vessel', 'train', 'vehicle', 'aircraft')),
  ref         text        not null check (length(ref) between 1 and 64),
  visit       int         not null check (visit > 0),
  valid_from  timestamptz not null,
  valid_to    timestamptz not null check (valid_to >= valid_from),
  primary key (port, kind, ref, visit)
);
comment on table single_window.object is 'A container, conveyance, lot, parcel or bag during one visit to a port; ref is its alias, valid from the first time to the last at which it means this visit.';

create table single_window.consignment_container (
  port           text not null,
  declaration_id uuid not null,
  number         text not null,
  visit          int  not null,
  primary key (port, declaration_id, number)
);
comment on table single_window.consignment_container is 'Which containers, in which visit, a consignment lies in. Several consignments may share a container (consolidation).';
create index consignment_container_object on single_window.consignment_container (port, number, visit);

grant select, insert, update on single_window.object to lianjian_app;
grant select, insert on single_window.consignment_container to lianjian_app;
