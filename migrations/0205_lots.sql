-- A directive on a whole box that several consignments share concerns every lot in it; what an agency decides may concern one of them (TM-06).
alter table joint.task add column lots jsonb;
comment on column joint.task.lots is 'Decisions on single lots or items, by their keys; they go before the one on everything.';
grant update (lots) on joint.task to lianjian_app;

alter table joint.disposition add column about text[];
comment on column joint.disposition.about is 'Keys of the lots or items a decision is about; null: everything that was looked at.';

-- The gravest effect of an agency's decisions, on everything and on single lots, stands beside them.
alter table joint.task drop constraint task_check1;
alter table joint.task add constraint task_effect check ((effect is null) = (disposition is null and lots is null));
