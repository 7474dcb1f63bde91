-- Learned indicators and what is chosen by them: counters kept up from results, choices with their probabilities, so that rates stay unbiased.
create schema targeting;
comment on schema targeting is 'Learned indicators, choice of what is inspected by score and by a permanent random share, and the rates told from it.';
grant usage on schema targeting to lianjian_app;

create table targeting.model (
  version        int         not null primary key check (version > 0),
  state          text        not null check (state in ('recorded', 'active', 'replaced')),
  base           float8      not null,
  reference      timestamptz not null,
  half_life      bigint      check (half_life > 0),
  indicators     jsonb       not null,
  cases          int         not null check (cases >= 0),
  finds          int         not null check (finds between 0 and cases),
  fitted_through timestamptz not null,
  note           text        not null,
  author_id      text        not null,
  author_name    text        not null,
  recorded_at    timestamptz not null,
  activated_by   text,
  activated_name text,
  valid_from     timestamptz,
  valid_to       timestamptz,
  check ((state = 'recorded') = (valid_from is null)),
  check ((state = 'replaced') = (valid_to is not null))
);
comment on table targeting.model is 'Versions of the learned indicators. half_life in milliseconds; fitted_through: results after it are learned one by one. Not a case table.';
create unique index model_active on targeting.model (state) where state = 'active';
grant select, insert on targeting.model to lianjian_app;
grant update (state, activated_by, activated_name, valid_from, valid_to) on targeting.model to lianjian_app;

create table targeting.counter (
  port      text   not null,
  model     int    not null references targeting.model (version),
  indicator text   not null,
  key       text   not null,
  checks    float8 not null,
  finds     float8 not null,
  expected  float8 not null,
  changed   bigint not null,
  primary key (port, model, indicator, key)
);
comment on table targeting.counter is 'What was seen under a key of an indicator: checks, finds and the finds that coarser indicators expected, weighted by age. Port * holds what a model was fitted to. changed: revision that wrote it last.';
create index counter_changed on targeting.counter (model, changed);
create index counter_key on targeting.counter (model, key text_pattern_ops);
grant select, insert, update on targeting.counter to lianjian_app;

create table targeting.revision (
  only_row boolean primary key default true check (only_row),
  number   bigint  not null
);
comment on table targeting.revision is 'Grows with every change of models and counters, so that every process notices. Not a case table.';
insert into targeting.revision (number) values (1);
grant select, update on targeting.revision to lianjian_app;

create table targeting.lesson (
  port        text        not null,
  declaration uuid        not null,
  found       boolean     not null,
  at          timestamptz not null,
  traits      jsonb,
  learned     boolean,
  told        boolean,
  waiting     boolean     not null default true,
  primary key (port, declaration)
);
comment on table targeting.lesson is 'What came of an inspected declaration: one lesson each, whatever the number of looks. traits: of its riskiest line, once learned. learned: the outcome that is in the counters of the active model; told: the one in the rates.';
create index lesson_waiting on targeting.lesson (port, declaration) where waiting;
create index lesson_in_time on targeting.lesson (at, port, declaration);
grant select, insert, update on targeting.lesson to lianjian_app;

create table targeting.choice (
  port        text        not null,
  declaration uuid        not null,
  lane        text        not null,
  basis       text        not null check (basis in ('rules', 'targeting', 'random', 'none')),
  probability float8      not null check (probability between 0 and 1),
  score       float8      not null,
  threshold   float8      not null,
  model       int         not null,
  chosen_at   timestamptz not null,
  primary key (port, declaration)
);
comment on table targeting.choice is 'How each declaration of a lane with a capacity was chosen for inspection, or not. Grows with the declarations; read by key or from the newest.';
create index choice_newest on targeting.choice (port, lane, declaration desc);
grant select, insert on targeting.choice to lianjian_app;

create table targeting.tally (
  port  text        not null,
  lane  text        not null,
  hour  timestamptz not null,
  basis text        not null check (basis in ('rules', 'targeting', 'random', 'none')),
  cases int         not null check (cases >= 0),
  primary key (port, lane, hour, basis)
);
comment on table targeting.tally is 'How many declarations of a lane were chosen on which basis, by the hour.';
grant select, insert, update on targeting.tally to lianjian_app;

create table targeting.outcome (
  port        text   not null,
  lane        text   not null,
  day         date   not null,
  basis       text   not null check (basis in ('rules', 'targeting', 'random')),
  probability float8 not null check (probability > 0 and probability <= 1),
  checks      int    not null check (checks >= 0),
  finds       int    not null check (finds >= 0),
  primary key (port, lane, day, basis, probability)
);
comment on table targeting.outcome is 'Results of chosen declarations by the day they were chosen, with the probability they were chosen with: what unbiased rates are told from.';
grant select, insert, update on targeting.outcome to lianjian_app;

create table targeting.secret (
  port         text        not null,
  day          date        not null,
  secret       text        not null check (secret ~ '^[0-9a-f]{64}$'),
  commitment   text        not null check (commitment ~ '^[0-9a-f]{64}$'),
  committed_at timestamptz not null,
  revealed_at  timestamptz,
  primary key (port, day)
);
comment on table targeting.secret is 'What the random share of a day is drawn from: committed in the ledger before the first case of the day, told when the day is over.';
grant select, insert, update (revealed_at) on targeting.secret to lianjian_app;

create table targeting.replay (
  id          uuid        not null primary key,
  name        text        not null,
  capacity    float8      not null,
  share       float8      not null,
  cases       int         not null,
  months      jsonb       not null,
  replayed_at timestamptz not null
);
comment on table targeting.replay is 'Curves of replays month by month, as `lianjian targeting` made them. Not a case table.';
grant select, insert on targeting.replay to lianjian_app;
