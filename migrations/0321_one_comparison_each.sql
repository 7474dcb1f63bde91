-- Comparisons of a body's report could be recorded any number of times, so that thirty "agrees" on one report unflagged its body: one per report, kind and what it rests on, corrections as versions.
alter table clear.comparison add column reference text not null default '', add column version int not null default 1 check (version > 0);
update clear.comparison set reference = rests_on where rests_on is not null;
-- What was recorded twice becomes versions of one comparison: the latest counts.
update clear.comparison c set version = n.version from (select port, id, row_number() over (partition by port, report_id, kind, reference order by id) as version from clear.comparison) n where n.port = c.port and n.id = c.id;
alter table clear.comparison add constraint comparison_version unique (port, report_id, kind, reference, version);
comment on column clear.comparison.reference is 'The inspection, sample or complaint it is about; empty where the report itself was checked. version: corrections are added, the latest counts.';
