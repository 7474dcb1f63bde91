-- Measures ask what was closed in a period, and whether an object had been looked at before.
create index inspection_closed on joint.inspection (port, closed_at) where closed_at is not null;
create index inspection_key on joint.inspection (port, object_key, closed_at) where closed_at is not null;
