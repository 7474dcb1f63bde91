-- An officer reads why assessment wants something in words, not in the names of a table's rows (RR-15). The words are for the agency itself:
-- they name what was targeted (RR-18).
alter table joint.directive add column words jsonb check (words ? 'zh' and words ? 'en');
comment on column joint.directive.words is 'Why assessment wants it, in both languages, as said when it was derived; null for what an agency sent. Not part of the content a repeat is compared by.';
