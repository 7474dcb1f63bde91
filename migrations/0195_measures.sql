-- Goods do not go before every measure of conformity assessment they were asked for is met (RR-08): what is still asked of whom, and what was shown.
create table clear.awaited_measure (
  port           text        not null,
  declaration_id uuid        not null,
  measure        text        not null,
  family         text        not null check (family in ('examination', 'assurance', 'approval')),
  agency         text        not null,
  declarant      text        not null,
  lines          int[]       not null check (cardinality(lines) > 0),
  clause         text        not null,
  scheme         text,
  enterprise     text,
  since          timestamptz not null,
  primary key (port, declaration_id, measure)
);
comment on table clear.awaited_measure is 'Measures that goods which have not gone yet still miss, each with the agency that judges it; brought up to date by every act that bears on release. scheme and enterprise: the registration that would meet it.';
create index awaited_measure_of_declarant on clear.awaited_measure (declarant, declaration_id);
create index awaited_measure_of_agency on clear.awaited_measure (port, agency, declaration_id);
create index awaited_measure_registration on clear.awaited_measure (scheme, enterprise) where scheme is not null;

create table clear.evidence (
  port           text        not null,
  declaration_id uuid        not null,
  measure        text        not null,
  about          text        not null,
  lines          int[]       not null check (cardinality(lines) > 0),
  agency         text        not null,
  reference      text        not null,
  note           text,
  recorded_by    text        not null,
  recorded_at    timestamptz not null,
  primary key (port, declaration_id, measure, about)
);
comment on table clear.evidence is 'What meets a measure of assurance for lines of goods: an accepted report (about report:<id>), or what an officer of the agency judged (about officer:<id>). Gone when the report is given up.';

grant select, insert, delete on clear.awaited_measure, clear.evidence to lianjian_app;
grant update (lines) on clear.awaited_measure to lianjian_app;
