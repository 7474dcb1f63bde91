-- A parcel of mail, express or electronic commerce is declared under the number on it: a directive on the parcel is about the goods declared, and what it
-- holds are they (EC-02, EC-05). Declarations from before bear no such link.
alter table single_window.consignment_container add column kind text not null default 'container' check (kind in ('container', 'parcel'));
comment on table single_window.consignment_container is 'Which containers, or which parcel, in which visit, a consignment lies in. Several consignments may share a container (consolidation).';
