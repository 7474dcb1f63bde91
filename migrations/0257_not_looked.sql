-- An agency that left out everything it was to do has found nothing out: its result says so, and nobody relies on it (LB-07, LB-08).
alter table joint.result drop constraint result_outcome_check;
alter table joint.result add constraint result_outcome_check check (outcome in ('clear', 'problem', 'not-looked'));
comment on column joint.result.outcome is 'not-looked: everything was left out, or there was nothing to be done.';
