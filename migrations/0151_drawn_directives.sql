-- What a draw of lots names is inspected by a directive of its own (DR-01), and by whom the lots say (DR-02).
alter table joint.directive drop constraint directive_origin_check;
alter table joint.directive add constraint directive_origin_check check (origin in ('agency', 'assessment', 'draw'));

create table selection.drawn_directive (
  port         text not null,
  directive_id uuid not null,
  draw_id      uuid not null,
  object       text not null,
  primary key (port, directive_id),
  constraint drawn_directive_once unique (port, draw_id, object),
  foreign key (port, draw_id) references selection.draw (port, id)
);
comment on table selection.drawn_directive is 'The directive that a drawn object became: its crew is the one drawn, its outcome the one published.';
grant select, insert on selection.drawn_directive to lianjian_app;
