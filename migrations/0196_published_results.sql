-- Closed inspections are read by everybody, newest first (GV-08).
create index inspection_published on joint.inspection (closed_at desc) where state = 'closed';
