-- Enterprise credit (RR-10…RR-13): what happened, as facts that are only added; the grades that follow, with what was believed when.
create schema credit;
comment on schema credit is 'Credit records of enterprises and the grades folded from them. Of no port: an enterprise has one record wherever it trades.';
grant usage on schema credit to lianjian_app;

create table credit.fact (
  enterprise text           not null,
  version    int            not null check (version > 0),
  type       text           not null check (type in
    ('CreditEventRecorded', 'CreditEventConfirmed', 'CreditAppealLodged', 'CreditAppealWithdrawn', 'CreditEventUpheld', 'CreditEventStruck')),
  entry      uuid           not null,
  source     text,
  reference  text,
  content    jsonb          not null,
  at         timestamptz(3) not null,
  actor_id   text           not null,
  actor_name text           not null,
  primary key (enterprise, version),
  constraint fact_source_once unique (enterprise, source, reference),
  check ((source is null) = (reference is null))
);
comment on table credit.fact is 'Facts of a credit record in the order they became known; the record is their fold. entry: the happening a fact is about.';
create index fact_entry on credit.fact (entry);
grant select, insert on credit.fact to lianjian_app;

create table credit.grade_period (
  enterprise text           not null,
  change     bigint         not null,
  valid_from timestamptz(3) not null,
  valid_to   timestamptz(3) check (valid_to > valid_from),
  grade      text           not null,
  score      numeric        not null,
  known_from timestamptz(3) not null,
  known_to   timestamptz(3) check (known_to >= known_from),
  primary key (enterprise, valid_from, change)
);
comment on table credit.grade_period is 'Projection of the facts: the grade of each time (valid), and while what time that was believed (known). Replaced from the first day that is seen otherwise; what was believed before is kept.';
create index grade_period_now on credit.grade_period (grade, enterprise) where known_to is null;
grant select, insert, update (known_to) on credit.grade_period to lianjian_app;

create table credit.change (
  number       bigint         primary key,
  enterprise   text           not null,
  version      int            not null,
  at           timestamptz(3) not null,
  from_day     date,
  grade        text           not null,
  score        numeric        not null,
  grade_before text,
  cause        text           not null check (cause in ('fact', 'rule'))
);
comment on table credit.change is 'Every replacement of grades, numbered in the order of commits without gaps: processes and partners read on from where they were.';
create index change_of on credit.change (enterprise, number desc);
grant select, insert on credit.change to lianjian_app;

create table credit.revision (
  only_row   boolean primary key default true check (only_row),
  number     bigint  not null,
  rules_hash text    not null default ''
);
comment on table credit.revision is 'The last number given to a change. Who writes grades holds this row until it has committed. rules_hash: the rules all grades were last folded by.';
insert into credit.revision (number) values (0);
grant select, update on credit.revision to lianjian_app;
