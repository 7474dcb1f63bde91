-- The dossier asks for looks of agencies' own at an object (LB-07): without an index it read all of them that the port ever had.
create index result_own_look on joint.result (port, object_key) where inspection_id is null;
