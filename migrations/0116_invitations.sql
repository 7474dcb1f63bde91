-- A case may need an agency that has no task of its own in it (JI-06): it is called in, reads and comments, and decides nothing.
alter table joint.inspection add column invited text[] not null default '{}';
comment on column joint.inspection.invited is 'Agencies called in by a party: they read the case and speak in it, without a task, a vote or a disposition.';
create index inspection_invited on joint.inspection using gin (invited) where invited <> '{}';
grant update (invited) on joint.inspection to lianjian_app;
