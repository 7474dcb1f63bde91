-- What a finding rests on is kept as files, by the SHA-256 of their bytes, so that a dossier shows it and the ledger proves it (LB-10). Beside the images of
-- the scanner, which every party reads by itself: photographs are the evidence of whoever took them.
create table joint.photo (
  port          text        not null,
  inspection_id uuid        not null,
  hash          bytea       not null check (length(hash) = 32),
  agency        text        not null,
  taken_by      text        not null,
  taken_at      timestamptz not null,
  primary key (port, inspection_id, hash),
  foreign key (port, inspection_id) references joint.inspection (port, id)
);
comment on table joint.photo is 'Photographs taken at an inspection, named by findings as evidence. No foreign key to the file: another area.';
grant select, insert on joint.photo to lianjian_app;
