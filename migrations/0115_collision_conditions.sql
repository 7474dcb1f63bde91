-- Directives meet or not for further reasons: the business they belong to decides with readiness and roll-out (DC-14, EC-01, JI-25), the containers
-- their object lies in decide what one opening can serve (DC-04, TM-06). Railway wagons are objects of their own.
alter table joint.directive add column business text, add column places text[] not null default '{}';
comment on column joint.directive.business is 'Kind of business: that of the declaration, or what the sender said; unknown where nobody said.';
comment on column joint.directive.places is 'Keys of the containers that an item or lot lies in: opening one of them serves everybody who wants something inside.';
create index directive_places on joint.directive using gin (places) where places <> '{}';

alter table joint.directive drop constraint directive_object_kind_check;
alter table joint.directive add constraint directive_object_kind_check
  check (object_kind in ('consignment', 'item', 'container', 'lot', 'parcel', 'bag', 'vessel', 'train', 'wagon', 'vehicle', 'aircraft'));
alter table single_window.object drop constraint object_kind_check;
alter table single_window.object add constraint object_kind_check
  check (kind in ('container', 'lot', 'parcel', 'bag', 'vessel', 'train', 'wagon', 'vehicle', 'aircraft'));

alter table joint.near_miss add column about text;
alter table joint.near_miss drop constraint near_miss_failed_check;
alter table joint.near_miss add constraint near_miss_failed_check check (failed in ('different-agency', 'time', 'kind-not-joint', 'rule-not-in-force', 'presence',
  'not-started', 'not-declined', 'not-ready', 'not-rolled-out', 'not-participant', 'methods'));
comment on column joint.near_miss.about is 'Whom or what the failed condition is about: the agency or channel that is not ready, the methods that exclude each other.';
create index near_miss_found on joint.near_miss (port, found_at);
