-- What kept two directives apart holds only as long as both stand as they were: a change or a withdrawal ends it, and the pair is judged anew (DC-12, DC-13).
alter table joint.near_miss add column ended_at timestamptz check (ended_at >= found_at);
comment on column joint.near_miss.ended_at is 'When one of the two was changed or withdrawn. Null: still so. Of a pair one stands at most.';
alter table joint.near_miss drop constraint near_miss_pair;
create unique index near_miss_pair on joint.near_miss (port, directive_a, directive_b) where ended_at is null;
create index near_miss_second on joint.near_miss (port, directive_b) where ended_at is null;
grant update (ended_at) on joint.near_miss to lianjian_app;
