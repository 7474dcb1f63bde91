// Bodies a reader of the OpenAPI document can send as they stand.

export const whatIfExample = {
  port: '380101',
  direction: 'import',
  mode: 'sea',
  declarant: 'E-B',
  containers: [{ number: 'TGHU1234560' }],
  items: [{ line: 1, hs: '6109100000', origin: 'VN', quantity: { value: 1200, unit: 'NAR' }, netWeightKg: 240, value: { amount: 4800, currency: 'USD' } }],
}

export const versionExample = {
  note: 'Verification is enough up to a combined value of 6',
  rows: [
    { id: 'lowest', when: { combined: { op: 'range', below: 3 } }, then: { mode: 'declaration' }, clause: 'RR-03' },
    { id: 'lower', when: { combined: { op: 'range', from: 3, below: 7 } }, then: { mode: 'verification' }, clause: 'RR-04' },
    { id: 'higher', when: { combined: { op: 'range', from: 7, below: 9 } }, then: { mode: 'sampling' }, clause: 'RR-05' },
    { id: 'highest', when: { combined: { op: 'range', from: 9 } }, then: { mode: 'supervised' }, clause: 'RR-06' },
  ],
}

export const tighteningExample = { enterprise: 'E-B', hs: '0207120000', reason: 'Salmonella found in sample S-1', cause: 'result R-8' }
