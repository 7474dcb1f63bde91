-- A changed directive is judged by the law of its change (GV-12), also by whoever matches or replays it later: the moment has to be kept. Null: unchanged since it was accepted.
alter table joint.directive add column judged_at timestamptz check (judged_at >= accepted_at);
comment on column joint.directive.judged_at is 'When the directive was last changed: the law of that moment judges what it meets. Null: the law of accepted_at.';
grant update (judged_at) on joint.directive to lianjian_app;
