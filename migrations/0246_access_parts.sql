-- Which part of an inspection was read: what got out is narrowed to those who had read it (LB-09). What was read before this was written down counts as
-- the page of the inspection, which shows most.
alter table joint.access_log add column part text not null default 'inspection' check (part in ('inspection', 'plan', 'images', 'directive', 'dossier'));
comment on column joint.access_log.part is 'What was read or forwarded: each part shows other details.';
drop index joint.access_log_viewed;
create unique index access_log_viewed on joint.access_log (port, inspection_id, actor_id, bucket, part) where act = 'viewed';
