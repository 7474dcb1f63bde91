/** What a reader of evidence is told instead of ids, moments of the ledger and codes. */
export interface EvidenceSpeech {
  /** The name of whoever an id is; the id where nobody knows it. */
  person(id: string): string
  when(iso: string): string
  outcome(code: 'ok' | 'problem' | 'omitted'): string
  readonly record: string
}

/** A line of evidence as it was recorded, for a reader: names of people for their ids, the port's time for the ledger's. What nobody has a word for stays as it is. */
export function readableEvidence(line: string, { person, when, outcome, record }: EvidenceSpeech): string {
  // Who did it stands first, or behind the duty it is about; accounts and machines have ids of other shapes.
  return line
    .replace(/^\S+/, person)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, person)
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, when)
    .replace(/ (ok|problem|omitted)$/, (_, code: 'ok' | 'problem' | 'omitted') => ` ${outcome(code)}`)
    .replace(/(^|: )record (?=\S+$)/, (_, before: string) => `${before}${record} `)
}
