import { chicken, sampleContainer, tee, veterinaryCertificate } from '../support/sample-declarations.ts'

/** Sends one request as an account of the demonstration; throws when it is refused. */
export type Send = (account: string, method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Record<string, unknown>>

/** What a day at the port leaves behind, for tests to look at. */
export interface Day {
  /** A declaration with a running joint inspection. */
  readonly inspected: { readonly id: string; readonly number: string; readonly inspection: string; readonly container: string }
  /** A declaration released on acceptance. */
  readonly released: { readonly id: string; readonly number: string }
  /** A joint inspection that waits for both agencies. */
  readonly proposed: string
  /** A third party's report that waits for an officer. */
  readonly report: string
  /** A reported vessel with the boxes of the day. */
  readonly conveyance: string
}

const port = '380101'
const hour = 3_600_000
const iso = (moment: number): string => new Date(moment).toISOString()

interface Accepted {
  readonly id: string
  readonly number: string
}

/** A short day at the sea port, played through the API as its people would: goods in every state, inspections in every lane of the board. */
export async function playDay(send: Send, now: number): Promise<Day> {
  await register(send)
  const released = await declare(send, 'E-AA', 1, [tee])
  const boxes = [2, 3, 4, 5, 6, 7]
  const cases: Accepted[] = []
  for (const n of boxes) cases.push(await declare(send, ['E-B', 'E-C', 'E-D'][n % 3] ?? 'E-B', n, [{ ...chicken, containers: [sampleContainer(n)] }]))
  const inspections: string[] = []
  for (const [at, n] of boxes.entries()) inspections.push(await meet(send, sampleContainer(n), now + at * 600_000))

  const slot = (at: number): object => ({ slot: { from: iso(now + at * hour), to: iso(now + (at + 1) * hour) }, site: `BL-P${String((at % 3) + 1)}` })
  const [first, second, third, fourth, fifth] = inspections
  await arrange(send, first ?? '')
  await agree(send, second, ['CUS'], slot(2))
  await agree(send, third, ['CUS', 'CIQ'], slot(3))
  await agree(send, fourth, ['CUS', 'CIQ'], slot(1))
  await send('officer.cus', 'POST', `/joint-inspections/${fourth ?? ''}/start`, {})
  await send('officer.cus', 'POST', `/joint-inspections/${fourth ?? ''}/open`, { seal: 'CN884120' })
  await send('officer.cus', 'POST', `/joint-inspections/${fourth ?? ''}/weigh`, { grossKg: 24180 })
  await agree(send, fifth, ['CUS', 'CIQ'], slot(4))
  // Two agencies want one box, but a day and more apart: a near-miss.
  await direct(send, 'officer.cus', sampleContainer(1), now, ['open'])
  await direct(send, 'officer.ciq', sampleContainer(1), now + 40 * hour, ['quarantine'])
  const running = cases[3]
  if (running === undefined || fourth === undefined || inspections[0] === undefined) throw new Error('the day did not come about')
  const report = await reports(send, running)
  const conveyance = String((await send('trader.e-b', 'POST', '/conveyances', {
    ...{ port, kind: 'vessel', ref: '9321483', voyage: '026W', arrival: iso(now), from: 'Santos', to: '宁波' },
    containers: [1, ...boxes].map((n) => ({ number: sampleContainer(n), grossWeightKg: 24_180 })),
  }))['id'])
  return { report, conveyance, released, inspected: { ...running, inspection: fourth, container: sampleContainer(5) }, proposed: inspections[0] }
}

async function register(send: Send): Promise<void> {
  for (const grade of ['AA', 'A', 'B', 'C', 'D']) {
    await send('administrator', 'POST', '/registers/enterprises', { data: { code: `E-${grade}`, name: { zh: `${grade} 级企业`, en: `Enterprise ${grade}` }, creditGrade: grade, roles: ['trader'], contacts: [] } })
  }
  const calendar = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' }
  for (const n of [1, 2, 3]) {
    await send('administrator', 'POST', '/registers/sites', { data: { code: `BL-P${n}`, name: { zh: `北仑 ${n} 号查验平台`, en: `Beilun platform ${n}` }, port, kind: 'platform', platforms: 4, calendar } })
  }
  for (const [agency, name] of [['CUS', '李海'], ['CIQ', '陈琳']] as const) {
    const data = { id: `${agency}-107`, name, agency, port, skills: ['open', 'quarantine'], shifts: [], qualifications: [{ kind: 'enforcement', number: '3301-107', validFrom: '2020-01-01', validTo: '2099-12-31' }] }
    await send('administrator', 'POST', '/registers/officers', { data })
  }
  const measure = {
    code: 'zone-prototypes', name: { zh: '测试样车简化查验', en: 'Test vehicles' }, precedence: 3, clause: 'PZ-17',
    when: { attributes: { op: 'equals', value: 'zone' }, hs: { op: 'prefix', values: ['8703'] } }, effect: { mode: { atMost: 'verification' } },
  }
  await send('administrator', 'POST', '/registers/policy-measures/proposals', { data: measure, reason: '测试样车不上路' })
}

/** What the agencies of the port have agreed on, and what is said about the first case. */
async function arrange(send: Send, inspection: string): Promise<void> {
  const record = (name: string, data: object): Promise<unknown> => send('administrator', 'POST', `/registers/${name}`, { data })
  await record('memoranda', { code: 'M-BL', title: { zh: '北仑关检合作备忘录', en: 'Beilun memorandum' }, port, parties: ['CUS', 'CIQ'], signedOn: '2020-01-01', from: '2020-01-01', to: '2099-12-31' })
  await record('liaisons', { port, agency: 'CIQ', name: '陈琳', phone: '0574-8600 1107', email: 'liaison@ciq.example' })
  await record('groups', { code: 'WG-CIQ', kind: 'working', port, agency: 'CIQ', members: [{ name: '陈琳', duty: '组长' }], tasks: ['一个平台'] })
  await record('site-protocols', {
    ...{ port, title: { zh: '北仑现场协调机制', en: 'Beilun protocol' }, meetingPoint: '二号平台值班室' },
    channels: [{ channel: 'email', afterMinutes: 10 }, { channel: 'sms', afterMinutes: 20 }, { channel: 'phone', afterMinutes: 30 }],
    ...{ rules: ['各方在同一平台会合'], bring: ['提单正本', '装箱单'] },
  })
  await record('equipment', { code: 'WB-1', name: { zh: '一号电子地磅', en: 'Weighbridge 1' }, port, site: 'BL-P1', kind: 'weighbridge', owner: 'CUS', capacity: 1, calibration: { doneOn: '2020-01-01', validTo: '2099-12-31' } })
  await send('officer.cus', 'POST', `/joint-inspections/${inspection}/messages`, { text: '二号平台冷藏插座中午前停用。', audience: 'everyone' })
  await send('officer.ciq', 'POST', `/joint-inspections/${inspection}/messages`, { text: '植检人员下午到岗。' })
}

async function declare(send: Send, enterprise: string, n: number, items: readonly object[]): Promise<Accepted> {
  const box = sampleContainer(n)
  const body = {
    ...{ port, direction: 'import', mode: 'sea', reference: `DAY-${n}`, declarant: enterprise, consignee: enterprise, consignor: 'Aurora Alimentos SA' },
    conveyance: { kind: 'vessel', ref: '9321483', voyage: '026W' },
    transportDocument: `MAEU58411902${n}`,
    containers: [{ number: box, type: '45R1', load: 'fcl' }],
    items,
    documents: [veterinaryCertificate],
  }
  return (await send(`trader.${enterprise.toLowerCase()}`, 'POST', '/declarations', body)) as unknown as Accepted
}

async function direct(send: Send, account: string, container: string, from: number, methods: readonly string[]): Promise<string | undefined> {
  const power = account.endsWith('.cus') ? 'CUS-GOODS' : 'CIQ-QUARANTINE'
  const reply = await send(account, 'POST', '/directives', {
    ...{ port, object: { kind: 'container', ref: container }, methods, power, reason: '低信用企业的高风险货物' },
    window: { from: iso(from), to: iso(from + 8 * hour) },
  })
  return reply['inspection'] as string | undefined
}

/** Two agencies send a directive on one container within the hour: the id of the joint inspection that comes of it. */
async function meet(send: Send, container: string, from: number): Promise<string> {
  await direct(send, 'officer.cus', container, from, ['open', 'weigh'])
  await direct(send, 'officer.ciq', container, from + hour, ['open', 'quarantine'])
  const found = (await send('coordinator.cus', 'GET', `/collisions?object=${container}&port=${port}`)) as unknown as { items: readonly { inspection: string; state: string }[] }
  const collision = found.items.find((each) => each.state === 'proposed')
  if (collision === undefined) throw new Error(`two directives on ${container} did not meet`)
  return collision.inspection
}

async function agree(send: Send, inspection: string | undefined, agencies: readonly string[], terms: object): Promise<void> {
  for (const agency of agencies) await send(`officer.${agency.toLowerCase()}`, 'POST', `/joint-inspections/${inspection ?? ''}/agree`, { ...terms, crew: [`${agency}-107`] })
}

/** A third party is admitted and submits two reports: one for an officer to decide, one that the rules refuse. */
async function reports(send: Send, refused: Accepted): Promise<string> {
  const body = 'B-9'
  const data = { code: body, name: { zh: '宁波甬测纺织品检测中心', en: 'Ningbo Yongce Textile Testing' }, owner: 'CIQ', country: 'CN', licence: { type: '421', number: 'JC-3302-009' }, fields: [], scopes: [{ hs: ['61'], tests: [], standards: [], ports: [] }] }
  await send('administrator', 'POST', '/registers/acceptance-bodies', { data })
  // The register is read into memory within a second.
  for (let waited = 0; waited < 100; waited++) {
    const listed = (await send('officer.ciq', 'GET', '/acceptance-bodies')) as unknown as { items: readonly unknown[] }
    if (listed.items.length > 0) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const admission = await send('officer.ciq', 'POST', '/body-admissions', { port, body })
  await send('officer.ciq', 'POST', `/body-admissions/${String(admission['id'])}/admit`, { evidence: { assessment: '现场评审合格' } })
  const shirts = await declare(send, 'E-C', 8, [tee])
  const about = { port, body, kind: 'test', lines: [1], tests: ['fibre-content', 'ph'], standards: ['GB18401'], conclusion: 'conforms', issuedAt: iso(Date.now()) }
  await send('laboratory', 'POST', '/acceptance-reports', { ...about, number: 'YC-2026-0118', declaration: refused.number, declarant: 'E-D' })
  return String((await send('laboratory', 'POST', '/acceptance-reports', { ...about, number: 'YC-2026-0117', declaration: shirts.number, declarant: 'E-C' }))['id'])
}
