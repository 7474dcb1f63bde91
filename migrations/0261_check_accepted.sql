-- Nobody is made answerable by others (LB-03, LB-08): that one agency does a check for all is proposed to it, and counts when it has accepted.
alter table joint.assigned_check add column state text not null default 'accepted' check (state in ('proposed', 'accepted', 'declined'));
alter table joint.assigned_check alter column state drop default;
alter table joint.assigned_check add column answered_by text;
alter table joint.assigned_check add column answered_at timestamptz;
alter table joint.assigned_check add column answer_reason text;
alter table joint.assigned_check add check (state <> 'declined' or answer_reason is not null);
alter table joint.assigned_check add check (apart is null or state = 'accepted');
comment on column joint.assigned_check.state is 'proposed: the agency named has yet to say yes; only what is accepted, or done apart, is settled.';
