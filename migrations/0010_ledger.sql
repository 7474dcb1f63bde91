-- What a court reads: every act, written in the transaction of the state it explains, and sealed afterwards so that no later change stays unseen.
create schema ledger;
comment on schema ledger is 'Append-only facts and their Merkle tree. The program''s role can insert and select, nothing else; docs/ledger.md.';
grant usage on schema ledger to lianjian_app;

create table ledger.era (
  number   int         primary key check (number > 0),
  reason   text        not null,
  began_at timestamptz not null default now()
);
comment on table ledger.era is 'Lines of descent of this database. A restore into a new cluster starts transaction numbers anew, so it begins a new era.';
insert into ledger.era (number, reason) values (1, 'beginning');
grant select on ledger.era to lianjian_app;

create table ledger.entry (
  port         text           not null,
  id           uuid           not null,
  era          int            not null default 1,
  xid          xid8           not null default pg_current_xact_id(),
  seq          bigint         not null generated always as identity (cache 64),
  type         text           not null check (type <> ''),
  subject_kind text           not null check (subject_kind <> '' and strpos(subject_kind, ':') = 0),
  subject_id   text           not null check (subject_id <> ''),
  related      text[]         not null default '{}',
  audience     text[]         not null default '{}',
  actor_kind   text           not null check (actor_kind in ('person', 'machine', 'system')),
  actor_id     text           not null,
  actor_of     text,
  occurred_at  timestamptz(3) not null,
  recorded_at  timestamptz(3) not null default now(),
  payload_hash bytea          not null check (length(payload_hash) = 32),
  salt         bytea          check (length(salt) = 16),
  actor_name   text,
  payload      text,
  primary key (port, id),
  check ((payload is null) = (salt is null) and (payload is null) = (actor_name is null))
);
comment on table ledger.entry is 'Facts. Order of sealing: era, xid, seq. salt, actor_name and payload are null in an entry that was redacted; its leaf still proves.';
comment on column ledger.entry.related is 'Other subjects (kind:id) whose time-line shows the fact; looked up through ledger.related.';
comment on column ledger.entry.recorded_at is 'The database''s own stamp beside occurred_at, which is the moment of the act as the program saw it.';
create unique index entry_order on ledger.entry (port, era, xid, seq);
create index entry_subject on ledger.entry (port, subject_kind, subject_id, id);

-- lz4 costs a third of pglz here, where the server was built with it.
do $$ begin
  alter table ledger.entry alter column payload set compression lz4;
exception when feature_not_supported then null;
end $$;

create table ledger.related (
  port  text not null,
  kind  text not null,
  id    text not null,
  entry uuid not null,
  primary key (port, kind, id, entry)
);
comment on table ledger.related is 'Index of ledger.entry.related: one row per other subject. No foreign key: it would be looked up for every row on the intake path.';

create table ledger.leaf (
  port      text   not null,
  position  bigint not null check (position >= 0),
  entry_id  uuid   not null,
  leaf_hash bytea  not null check (length(leaf_hash) = 32),
  primary key (port, position),
  unique (port, entry_id)
);
comment on table ledger.leaf is 'Sealed entries, numbered per port from 0 without gaps. No foreign key: its check would lock, that is rewrite, every entry once more.';

create table ledger.node (
  port  text   not null,
  level int    not null check (level >= 8),
  index bigint not null check (index >= 0),
  hash  bytea  not null check (length(hash) = 32),
  primary key (port, level, index)
);
comment on table ledger.node is 'Hashes of complete subtrees of 256 leaves and more: a proof reads a few of them and at most two runs of 256 leaves.';

create table ledger.signer (
  key_id     bytea       primary key check (length(key_id) = 4),
  name       text        not null,
  public_key bytea       not null check (length(public_key) = 32),
  since      timestamptz not null default now()
);
comment on table ledger.signer is 'Public Ed25519 keys of checkpoints. The private key is a file outside the database. Not a case table.';

create table ledger.checkpoint (
  port      text           not null,
  size      bigint         not null check (size > 0),
  root      bytea          not null check (length(root) = 32),
  sealed_at timestamptz(3) not null,
  last_era  int            not null,
  last_xid  xid8           not null,
  last_seq  bigint         not null,
  key_id    bytea          not null references ledger.signer (key_id),
  signature bytea          not null check (length(signature) = 64),
  primary key (port, size)
);
comment on table ledger.checkpoint is 'Signed tree heads. last_*: the last sealed entry in order, where the next sealing goes on.';
create index checkpoint_time on ledger.checkpoint (port, sealed_at);

-- Column grants: the program can state neither the order nor the database''s own stamp of an entry.
grant select on ledger.entry, ledger.related, ledger.leaf, ledger.node, ledger.checkpoint, ledger.signer to lianjian_app;
grant insert (port, id, type, subject_kind, subject_id, related, audience, actor_kind, actor_id, actor_of, occurred_at, payload_hash, salt, actor_name, payload)
  on ledger.entry to lianjian_app;
grant insert on ledger.related, ledger.leaf, ledger.node, ledger.checkpoint, ledger.signer to lianjian_app;
