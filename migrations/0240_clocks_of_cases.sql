-- A measure of policy may set the clocks of the cases about its goods (PZ-17): what it set is kept with the case, so that a later change of the measure moves no clock.
alter table platform.procedure_case add column clocks jsonb not null default '{}' check (jsonb_typeof(clocks) = 'object');
comment on column platform.procedure_case.clocks is 'Lengths in milliseconds, by parameter, that measures of policy set for this case when it was opened; for all others the parameter in force counts.';
