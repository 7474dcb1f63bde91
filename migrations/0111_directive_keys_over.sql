-- A directive on what has been looked at already is answered by that look (DC-11): it is found by the keys of directives that are over as well.
create index directive_key_any on joint.directive_key (port, key);
