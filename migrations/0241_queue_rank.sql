-- An officer's queue begins with what others wait for: inspections of several agencies before single ones, then whom the law of credit serves first (RR-12), then what is due first.
alter table joint.directive
  add column joint boolean not null default false,
  add column priority smallint not null default 0 check (priority between -50 and 50);
update joint.directive d set joint = true from joint.inspection i where i.port = d.port and i.id = d.inspection_id and i.kind <> 'single';
alter table joint.directive add column rank smallint generated always as ((case when joint then 0 else 100 end) - priority) stored;
comment on column joint.directive.joint is 'Several agencies answer it together. Kept with every change of its inspection.';
comment on column joint.directive.priority is 'What the pack''s law of credit gives the enterprise of a derived directive, as it was graded when its goods were declared.';
comment on column joint.directive.rank is 'Its place in the queue, before what is due first; lower goes first.';
create index directive_by_rank on joint.directive (port, rank, window_to, id) where state = 'open';
grant update (joint) on joint.directive to lianjian_app;
