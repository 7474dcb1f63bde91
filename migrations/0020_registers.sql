-- Reference records with an owner and times of validity: what was in force decides a case of its time, so nothing is overwritten (GV-12).
create schema registry;
comment on schema registry is 'Effective-dated registers: sites, equipment, officers, enterprises, powers, codes, tariff, ports, release modes, parameters.';
grant usage on schema registry to lianjian_app;

create table registry.register (
  name     text   primary key check (name ~ '^[a-z][a-z-]*$'),
  revision bigint not null default 0
);
comment on table registry.register is 'Grows by one with every change of a register: what caches poll, and the lock that lets one change in at a time.';

create table registry.entry (
  register    text        not null references registry.register (name),
  key         text        not null check (length(key) between 1 and 200),
  version     int         not null check (version > 0),
  valid_from  timestamptz not null,
  valid_to    timestamptz,
  data        jsonb       not null,
  source      text        not null,
  recorded_by text        not null,
  recorded_at timestamptz not null,
  revision    bigint      not null,
  primary key (register, key, version),
  unique (register, key, valid_from),
  check (valid_to > valid_from)
);
comment on table registry.entry is 'Versions of register entries. Small and the same at every port (a reference table), so not keyed by port. A newer version only closes the former.';
comment on column registry.entry.revision is 'Revision of the register at the last change of this row: its recording, or its closing by the next version.';
comment on column registry.entry.source is 'Where it came from: console, pack, or the file of an import.';
create index entry_revision on registry.entry (register, revision);

grant select, insert, update on registry.register to lianjian_app;
grant select, insert, update (valid_to, revision) on registry.entry to lianjian_app;
