-- Lists of conveyances are narrowed to what one carrier reported, or to one kind: without these a page of a carrier with few reports walked all of the port's.
-- A port has hundreds of reports a day, not thousands a second: two more indexes cost its reporters nothing that anybody notices.
create index conveyance_of_reporter on single_window.conveyance (port, reported_by, id);
create index conveyance_of_kind on single_window.conveyance (port, kind, id);
