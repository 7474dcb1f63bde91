-- At a boarding the pack has agencies take part that asked for nothing: what they do there rests on a power too (JI-04, GV-07).
alter table joint.task add column power text;
comment on column joint.task.power is 'The power it rests on beside those of its directives: what the pack has a required agency do at a boarding.';
grant update (power) on joint.task to lianjian_app;
