-- Goods by road come and go with their lorry: who holds the lorry holds them, though the lorry is another object than the goods (DC-04, JI-03).
alter table single_window.consignment_container drop constraint consignment_container_kind_check;
alter table single_window.consignment_container add constraint consignment_container_kind_check check (kind in ('container', 'parcel', 'vehicle'));
comment on table single_window.consignment_container is 'Which containers, which parcel or which lorry, in which visit, a consignment lies in. Several consignments may share a container (consolidation) or a lorry.';
