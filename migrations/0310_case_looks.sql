-- The yield of a rule counted looks, not cases: a case three agencies looked at counted three times, and finds could exceed hits. Each case is remembered once looked at,
-- with whether anything was found, so that it counts once and its find once, in whichever transaction either comes (RR-16).
create table assess.case_look (
  port        text    not null,
  declaration uuid    not null,
  found       boolean not null,
  primary key (port, declaration)
);
comment on table assess.case_look is 'Cases that were looked at since rules are counted by case, and whether something was found in any of the looks (RR-16). Written by the job that follows the sealed ledger.';
grant select, insert, update on assess.case_look to lianjian_app;
