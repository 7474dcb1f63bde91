-- Each process followed a threshold of its own, moved by every case, so that declarations alike were treated unlike and nobody could tell afterwards why (GV-15). What the scores
-- of a lane are held against is now made once for each minute, kept, and the same for every case and process; scores alike to it are decided by the committed ticket. With every
-- choice is kept what decided it.
create table targeting.cut (
  port           text        not null,
  lane           text        not null,
  since          timestamptz not null,
  threshold      float8      not null,
  margin         float8      not null check (margin between 0 and 1),
  rate           float8      not null check (rate between 0 and 1),
  fill           float8      not null check (fill between 0 and 1),
  debt           float8      not null,
  capacity       float8      not null check (capacity >= 0),
  arrivals       int         not null check (arrivals >= 0),
  owed           int         not null check (owed >= 0),
  scores         int         not null check (scores >= 0),
  hour           timestamptz not null,
  hour_cases     int         not null check (hour_cases >= 0),
  hour_inspected int         not null check (hour_inspected >= 0),
  made_at        timestamptz not null,
  primary key (port, lane, since)
);
comment on table targeting.cut is 'What scores of a lane are held against from a moment on (GV-15), and the plan it was made from: capacity, arrivals and owed of the last day, how many scores. hour_*: what was tallied in the hour it was made, so that the next one counts only what came since.';
grant select, insert on targeting.cut to lianjian_app;

alter table targeting.choice add column cut timestamptz, add column margin float8, add column share float8, add column ticket float8;
comment on column targeting.choice.cut is 'Beginning of the cut the score was held against; null where the lane had none yet, and for choices made before cuts were kept.';
