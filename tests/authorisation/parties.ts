import { greyPng } from '../../seed/grey-png.ts'
import { instant } from '../../src/kernel/instant.ts'
import type { Party, TestApp } from '../support/app.ts'
import { crews, spanFrom } from '../support/joint.ts'
import { chicken, sampleContainer, sampleDeclaration, tee, veterinaryCertificate } from '../support/sample-declarations.ts'

/** Who asks, by role and by how it stands to the case: a joint inspection of customs and quarantine at 380101 of goods of E-B, at site S1. */
export const relations = {
  own: 'officer of a party', partner: 'officer of the other party', other: 'officer of another agency of the port', coord: 'coordinator of a party',
  coordOther: 'coordinator of another agency of the port', away: 'officer of a party at another port', coordAway: 'coordinator of a party at another port',
  trader: 'trader of the case', stranger: 'another trader', site: 'operator of the site', otherSite: 'operator of another site', lab: 'laboratory',
  hq: 'headquarters', auditor: 'auditor', admin: 'administrator', nobody: 'nobody signed in',
} as const
export type Relation = keyof typeof relations
export const everyRelation = Object.keys(relations) as Relation[]

/** Every relation as somebody who sends. */
export function partiesOf(app: TestApp): Readonly<Record<Relation, Party>> {
  const [here, there] = [['380101'], ['650302']]
  return {
    own: app.as({ role: 'officer', agency: 'CUS', ports: here }),
    partner: app.as({ role: 'officer', agency: 'CIQ', ports: here }),
    other: app.as({ role: 'officer', agency: 'BPI', ports: here }),
    coord: app.as({ role: 'coordinator', agency: 'CUS', ports: here }),
    coordOther: app.as({ role: 'coordinator', agency: 'MSA', ports: here }),
    away: app.as({ role: 'officer', agency: 'CUS', ports: there, id: 'away' }),
    coordAway: app.as({ role: 'coordinator', agency: 'CUS', ports: there, id: 'away' }),
    trader: app.as({ role: 'trader', enterprise: 'E-B' }),
    stranger: app.as({ role: 'trader', enterprise: 'E-C' }),
    site: app.as({ role: 'operator', site: 'S1', ports: here }),
    otherSite: app.as({ role: 'operator', site: 'S9', ports: here }),
    lab: app.as({ role: 'laboratory', ports: here }),
    hq: app.as({ role: 'headquarters' }),
    auditor: app.as({ role: 'auditor' }),
    admin: app.as({ role: 'administrator', ports: ['*'] }),
    nobody: app.nobody,
  }
}

/** Ids of the case, by the names of the table's paths. */
export interface Case {
  readonly directive: string
  readonly collision: string
  readonly inspection: string
  /** A session that runs, with its box and an image. */
  readonly running: string
  readonly runningBox: string
  readonly image: string
  /** A result of a session that has ended. */
  readonly result: string
  readonly box: string
  readonly declaration: string
  /** Sent and asked by customs to quarantine. */
  readonly transfer: string
  readonly assistance: string
}

export const caseNow = instant('2026-03-02T01:00:00Z')
let boxes = 8800
/** A small picture. */
export const tinyImage = greyPng(8, 8, (x, y) => x * y)

/** An inspection being arranged, of customs and quarantine, on a box of E-B, at site S1. */
export async function arrange(app: TestApp): Promise<Pick<Case, 'box' | 'declaration' | 'directive' | 'collision' | 'inspection'> & { readonly number: string }> {
  const who = crews(app)
  const box = sampleContainer(++boxes)
  const goods = boxes % 2 === 0 ? { items: [{ ...tee, containers: [box] }] } : { items: [{ ...chicken, containers: [box] }], documents: [veterinaryCertificate] }
  const declared = await app.as({ role: 'trader', enterprise: 'E-B' }).post('/declarations', sampleDeclaration({ declarant: 'E-B', consignee: 'E-B', containers: [{ number: box }], ...goods }))
  const first = await who.direct('CUS', box, { site: 'S1', methods: ['weigh'] })
  const { inspection, collision } = await who.direct('CIQ', box, { site: 'S1', methods: ['weigh'] })
  return { box, number: declared.body.number, declaration: declared.body.id, directive: first.id, collision: collision.id, inspection: inspection.id }
}

/** A transfer and a request for assistance about a declaration, sent by customs to quarantine and not answered yet. */
export async function sendCases(app: TestApp, declaration: string): Promise<Pick<Case, 'transfer' | 'assistance'>> {
  const { CUS } = crews(app)
  const about = { port: '380101', to: 'CIQ', subject: { kind: 'declaration', id: declaration } }
  const transfer = await CUS.post('/transfers', { ...about, offence: 'pests', description: 'Pests behind the goods.', legalBasis: 'LB-13' })
  const assistance = await CUS.post('/assistance-requests', { ...about, request: 'Please lend a crew.' })
  return { transfer: transfer.body.id, assistance: assistance.body.id }
}

/** What the lists of the case hold beside it, by what tells each one. */
export interface Filled {
  /** Words of a suspected offence found by customs in the running session. */
  readonly offence: string
  /** A telephone call owed to quarantine, who has not answered in the case. */
  readonly call: string
  /** A test of customs, routed to the laboratory of quarantine. */
  readonly test: string
  /** Words of border police about the traveller whose box it is. */
  readonly traveller: string
}

/** Puts something into every list of the case, so that an empty one is a refusal. */
export async function fillLists(app: TestApp, made: Case): Promise<Filled> {
  const { CUS, BPI } = crews(app)
  const record = async (register: string, data: object): Promise<void> => void (await app.as({ role: 'administrator' }).post(`/registers/${register}`, { validFrom: new Date(app.clock.now()).toISOString(), data }))
  await record('offences', { code: 'counterfeit', name: { zh: '侵犯知识产权', en: 'Counterfeit goods' }, competent: 'CUS' })
  await record('capability-classes', { code: 'disease', name: { zh: '疫病疫情', en: 'Disease' }, lead: 'CIQ' })
  const accreditation = { number: 'CNAS L0001', validFrom: '2020-01-01', validTo: '2030-12-31' }
  await record('laboratories', { code: 'LAB-1', name: { zh: '技术中心' }, agency: 'CIQ', port: '380101', capabilities: [{ code: 'pesticide-residue', name: { zh: '农残' }, class: 'disease', accreditation }] })
  const [offence, traveller] = ['forty cartons of another company\'s marks', 'two short trips']
  let test = ''
  // Registers are known to routes within a second.
  for (let tries = 0; tries < 100 && test === ''; tries++) test = (await CUS.post('/laboratory-tests', { port: '380101', capability: 'pesticide-residue', sample: 'S-1' })).body.id ?? ''
  await CUS.post(`/joint-inspections/${made.running}/offences`, { offence: 'counterfeit', description: offence, evidence: ['photo 7'] })
  await BPI.post('/travellers', { port: '380101', traveller: 'P1', articles: [made.box], content: { itinerary: traveller } })
  const call = '0195f5a0-0000-7000-8000-00000000ca11'
  await app.database.ownerDb.query(
    `insert into joint.contact (port, id, inspection_id, asked_at, agency, channel, address, state, tried_at) values ('380101', $1, $2, $3, 'CIQ', 'phone', '0574-1', 'open', $3)`,
    [call, made.inspection, new Date(app.clock.now()).toISOString()],
  )
  await app.database.ownerDb.query(
    `insert into joint.result_share (port, inspection_id, agency, directive_id, methods, given_to, given_at) values ('380101', $1, 'MSA', $2, '{weigh}', 'x', $3)`,
    [made.running, made.directive, new Date(app.clock.now()).toISOString()],
  )
  return { offence, call, test, traveller }
}

/** Makes the case: an inspection being arranged, one running and one closed, all of the same parties, trader and site. */
export async function makeCase(app: TestApp): Promise<Case> {
  const who = crews(app)
  const arranged = await arrange(app)
  // A further wish for one line inside the box: another inspection, the same opening.
  await who.direct('CIQ', 'X', { object: { kind: 'item', ref: `${arranged.number}/1` }, methods: ['open'] })
  const [running, closed] = [await arrange(app), await arrange(app)]
  for (const { inspection } of [running, closed]) {
    const slot = inspection === running.inspection ? spanFrom(app.clock.now(), 1, 2) : spanFrom(app.clock.now(), 2, 3)
    await who.agree(inspection, ['CUS', 'CIQ'], slot, 'S1')
    await who.act('CUS', inspection, 'start')
  }
  await who.act('CUS', closed.inspection, 'weigh', { grossKg: 1000 })
  await who.act('CUS', closed.inspection, 'close')
  const results = (await who.CUS.get(`/results?inspection=${closed.inspection}`)).body.items as { id: string; agency: string }[]
  const image = await who.CUS.send('POST', `/joint-inspections/${running.inspection}/images`, tinyImage, { 'content-type': 'image/png' })
  return { ...arranged, ...(await sendCases(app, arranged.declaration)), running: running.inspection, runningBox: running.box, image: image.body?.id ?? '', result: results.find((result) => result.agency === 'CIQ')?.id ?? '' }
}
