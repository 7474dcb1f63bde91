-- What a register of rules is to hold was in force the moment one person typed it. It is proposed now, and holds once a second person agreed (GV-12, GV-15).
create table registry.proposal (
  register    text           not null check (register ~ '^[a-z][a-z-]*$'),
  number      int            not null check (number > 0),
  kind        text           not null check (kind in ('version', 'end')),
  key         text           not null check (length(key) between 1 and 200),
  data        jsonb,
  valid_from  timestamptz(3),
  valid_to    timestamptz(3) check (valid_to > valid_from),
  seen        int            not null check (seen >= 0),
  hash        bytea          not null check (length(hash) = 32),
  reason      text           not null check (length(reason) > 0),
  state       text           not null check (state in ('proposed', 'agreed', 'declined')),
  author_id   text           not null,
  author_name text           not null,
  proposed_at timestamptz(3) not null,
  decided_id  text,
  decided_by  text,
  decided_at  timestamptz(3),
  answer      text,
  primary key (register, number),
  check ((kind = 'version') = (data is not null)),
  check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_id is null)),
  -- Who wrote it may take it back, never agree to it.
  check (state <> 'agreed' or decided_id <> author_id)
);
comment on table registry.proposal is 'Changes of registers of rules, each by one person, in force only once another agreed. Small and the same at every port, so not keyed by port. Content never changes.';
comment on column registry.proposal.seen is 'Version of the entry its author saw; 0: there was none.';
comment on column registry.proposal.hash is 'SHA-256 of what is proposed: what a back-test was about.';
create index proposal_open on registry.proposal (register, number) where state = 'proposed';
grant select, insert on registry.proposal to lianjian_app;
grant update (state, decided_id, decided_by, decided_at, answer) on registry.proposal to lianjian_app;

-- A back-test is of a version of a table or of a proposal of a register of rules, which `version` numbers. `rules_hash` names the rules it was judged
-- beside: with others it would have come out differently, and opens nothing (GV-12). Null: it was made before that was written down.
alter table assess.backtest drop constraint backtest_table_name_version_fkey;
alter table assess.backtest add column rules_hash bytea check (length(rules_hash) = 32);
comment on column assess.backtest.table_name is 'A table of rules, or a register of rules; no two have the same name.';
comment on column assess.backtest.version is 'Version of the table, or number of the proposal.';
grant update (rules_hash) on assess.backtest to lianjian_app;
