-- A report may come with the declaration or after it (RR-04). The content of a declaration stays what was submitted; what its declarant hands in afterwards
-- is kept beside it, each paper once.
create table single_window.later_document (
  port           text        not null,
  declaration_id uuid        not null,
  type           text        not null,
  number         text        not null,
  issuer         text,
  issued_at      timestamptz,
  valid_to       timestamptz,
  hash           bytea       check (length(hash) = 32),
  submitted_by   text        not null,
  submitted_at   timestamptz not null,
  primary key (port, declaration_id, type, number),
  foreign key (port, declaration_id) references single_window.declaration (port, id)
);
comment on table single_window.later_document is 'Documents a declarant handed in after the declaration. hash: SHA-256 of the file, so that what is shown later is what was meant.';
grant select, insert on single_window.later_document to lianjian_app;
