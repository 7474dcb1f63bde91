-- What a directive meets must cost the same however many directives are stored: only keys of live directives are searched, by the index that holds
-- nothing else. The primary key began with the object's name, so that every new row went to another page of an index that grows for ever; it now
-- begins with the directive, whose ids follow time, and serves the look-up of a directive's keys as well.
alter table joint.directive_key drop constraint directive_key_pkey;
alter table joint.directive_key add primary key (port, directive_id, key);
drop index joint.directive_key_directive;

-- Nobody looks for a match by its inspection: the inspection names its match.
drop index joint.collision_inspection;
