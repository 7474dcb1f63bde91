-- Cases of one procedure are listed newest first, and those of all of them on one desk.
create index procedure_case_newest on platform.procedure_case (procedure, id desc);
