/** Subjects whose news touches a list of cases: each procedure has one of its own. */
export const caseSubjects: readonly string[] = ['transfer', 'assistance', 'issue', 'secondary', 'recall', 'body-admission', 'food-registration', 'credit-appeal', 'offence']

/** Whether a subject is a case of a procedure, and so has its page among the cases. */
export function isCase(kind: string): boolean {
  return caseSubjects.includes(kind)
}
