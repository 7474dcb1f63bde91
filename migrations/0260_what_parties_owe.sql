-- A party that is silent holds up everybody: not only with its answer to time and place (GV-06, JI-20) but with its coming, its verdict on an image (JI-13),
-- its answer to the offer to be there (JI-14), its part of the session (JI-09). Each has its clock, and what it led to is kept beside the others.
alter table joint.escalation add column owes text not null default 'answer' check (owes in ('answer', 'begin', 'verdict', 'offer', 'work'));
alter table joint.escalation alter column owes drop default;
alter table joint.escalation drop constraint escalation_pkey;
alter table joint.escalation add primary key (port, inspection_id, asked_at, owes, level);
comment on table joint.escalation is 'What was not done in time: 1 the liaison officers were called, 2 the published default of an answer was applied, or a coordinator may go on without the party. Neither ever lets goods go.';
