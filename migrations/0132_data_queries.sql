-- Data by need (SW-08, JI-12): every query of one agency for what another holds, allowed or denied, with its purpose; the exchanges of SW-11 are counted here.
create table joint.data_query (
  port     text        not null,
  id       uuid        not null,
  kind     text        not null check (kind in ('trade', 'traveller')),
  agency   text        not null,
  subject  text        not null,
  purpose  text,
  case_id  uuid,
  allowed  text[]      not null,
  denied   text[]      not null,
  asked_by text        not null,
  asked_at timestamptz not null,
  primary key (port, id)
);
comment on table joint.data_query is 'Who asked for which fields of what, for which purpose and case, and what was given. Denied ones too.';
create index data_query_time on joint.data_query (port, asked_at);

-- What each agency knows of a traveller; read by others only for a joint case about an article of that traveller.
create table joint.traveller_record (
  port        text        not null,
  id          uuid        not null,
  traveller   text        not null,
  agency      text        not null,
  articles    text[]      not null,
  content     jsonb       not null,
  recorded_by text        not null,
  recorded_at timestamptz not null,
  primary key (port, id)
);
comment on table joint.traveller_record is 'articles: bags and other objects the traveller carries, by the names directives use. content never goes into the ledger.';
create index traveller_record_traveller on joint.traveller_record (port, traveller, id);

grant select, insert on joint.data_query, joint.traveller_record to lianjian_app;
