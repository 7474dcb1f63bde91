-- A result that an agency shares from a look of its own (0136) can prove wrong like any other, and whoever relied on it can say so (LB-07): such an error belongs to
-- no inspection, only to its result.
alter table joint.liability alter column inspection_id drop not null;
alter table joint.liability add constraint liability_is_of_something check (inspection_id is not null or result_id is not null);
create index liability_result on joint.liability (port, result_id) where result_id is not null;
