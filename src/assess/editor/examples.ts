// Bodies a reader of the OpenAPI document can send as they stand.

export const draftExample = {
  title: 'Verification is enough up to a combined value of 7',
  rows: [
    { id: 'lowest', when: { combined: { op: 'range', below: 3 } }, then: { mode: 'declaration' }, clause: 'RR-03' },
    { id: 'rest', when: { combined: { op: 'range', from: 3 } }, then: { mode: 'verification' }, clause: 'RR-04' },
  ],
}

export const factsExample = { facts: [{ combined: 5, direction: 'import' }] }
