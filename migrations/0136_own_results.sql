-- An agency also shares what it found in a look of its own that no session here led to (LB-02): at its laboratory, at another place.
alter table joint.result alter column inspection_id drop not null;
comment on column joint.result.inspection_id is 'The session it came from; null where the agency recorded a look of its own.';
