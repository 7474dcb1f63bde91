-- Facts of the ledger say why an agency looks, its page does not, and a match says when: read there they are parts of their own, so that a leak does not
-- name only those who read the same elsewhere (LB-09).
alter table joint.access_log drop constraint access_log_part_check;
alter table joint.access_log add constraint access_log_part_check check (part in ('inspection', 'plan', 'images', 'directive', 'match', 'ledger', 'dossier'));
