-- One machine, two screens (JI-13…JI-15): images by their content, each agency's verdict by itself until both are in.
create table platform.image (
  hash      bytea       not null primary key check (length(hash) = 32),
  media     text        not null check (media in ('image/png', 'image/jpeg')),
  width     int         not null check (width > 0),
  height    int         not null check (height > 0),
  bytes     bytea       not null check (length(bytes) > 0),
  stored_at timestamptz not null
);
comment on table platform.image is 'Files by the SHA-256 of their bytes: the same picture is kept once, and nobody can put another in its place.';
alter table platform.image alter column bytes set storage external;

create table joint.scan_image (
  port          text        not null,
  inspection_id uuid        not null,
  hash          bytea       not null,
  object_ref    text        not null,
  device        text,
  agency        text        not null,
  taken_by      text        not null,
  taken_at      timestamptz not null,
  primary key (port, inspection_id, hash),
  foreign key (port, inspection_id) references joint.inspection (port, id)
);
comment on table joint.scan_image is 'Images of an inspection, the same for every party (一机两屏). No foreign key to the image: another area.';

create table joint.verdict (
  port          text        not null,
  inspection_id uuid        not null,
  hash          bytea       not null,
  agency        text        not null,
  verdict       text        not null check (verdict in ('clear', 'open')),
  marks         jsonb       not null,
  note          text,
  salt          bytea       not null check (length(salt) = 16),
  given_by      text        not null,
  given_at      timestamptz not null,
  joins         boolean,
  answered_by   text,
  answered_at   timestamptz,
  primary key (port, inspection_id, hash, agency),
  foreign key (port, inspection_id, hash) references joint.scan_image (port, inspection_id, hash),
  check ((joins is null) = (answered_by is null)),
  check (joins is null or verdict = 'clear')
);
comment on table joint.verdict is 'One agency''s reading of an image. joins: answer of one that saw nothing to the offer to be there when another opens (JI-14).';
comment on column joint.verdict.salt is 'The ledger has SHA-256 of salt and verdict when it is given, and the words when all have been given: neither can be changed in between.';

grant select, insert on platform.image, joint.scan_image, joint.verdict to lianjian_app;
grant update (joins, answered_by, answered_at) on joint.verdict to lianjian_app;
