import type { Case } from './parties.ts'

/** Ids of the case beside those of `makeCase`. */
export interface Around extends Case {
  /** A sealed fact of the inspection. */
  readonly fact: string
  /** A notice of the inspection to quarantine. */
  readonly notice: string
  /** A question of customs to quarantine. */
  readonly issue: string
  /** Of the weighbridge at the site, by customs. */
  readonly booking: string
}

/** One question: where it is asked, what a reply to whoever may know contains, and who gets what, in the order and with the marks of `jointTable`; of a single thing `e` is an answer without the marker. */
export interface Asked {
  readonly path: (one: Around) => string
  readonly marks: string
  readonly marker?: (one: Around) => string
  /** Follows the stream instead of asking once. */
  readonly live?: true
  /** What is sent; absent for a read. */
  readonly body?: (one: Around) => unknown
}

/** A question of one agency to another about an inspection. */
export const questionOf = (inspection: string): object => ({ port: '380101', agencies: ['CIQ'], question: 'who lifts the box?', subject: { kind: 'joint-inspection', id: inspection } })

const span = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&port=380101'
const ledgerOf = (kind: 'joint-inspection' | 'directive' | 'collision' | 'transfer', id: (one: Around) => string, marks: string): Asked => ({ path: (one) => `/ledger?subject=${kind}:${id(one)}`, marker: id, marks })

/**
 * Who learns what of a case by the ways around it: ledger, time-line, notices, dossier, cases, measures, registers. Written from the rules, as `jointTable`
 * is: whoever may not know of a directive, match, inspection or case by its own route does not by any other (LB-09).
 */
export const aroundTable: Readonly<Record<string, Asked>> = {
  'GET /ledger of the inspection': ledgerOf('joint-inspection', (one) => one.inspection, 'yye yy ee nn nn nyyn s'),
  'GET /ledger of a directive': ledgerOf('directive', (one) => one.directive, 'yye yy ee nn nn nyyn s'),
  'GET /ledger of the match': ledgerOf('collision', (one) => one.collision, 'yye yy ee nn nn nyyn s'),
  // A transfer is its two agencies' business (LB-13).
  'GET /ledger of a transfer': ledgerOf('transfer', (one) => one.transfer, 'yye ye ee nn nn nyyn s'),
  // The declaration every official of the port knows; what is done to its goods only who may.
  'GET /ledger of the declaration': { path: (one) => `/ledger?subject=declaration:${one.declaration}`, marker: () => 'DeclarationAccepted', marks: 'yyy yy ee nn nn nyyn s' },
  'GET /ledger of the declaration: inspection': { path: (one) => `/ledger?subject=declaration:${one.declaration}&limit=200`, marker: (one) => one.inspection, marks: 'yye yy ee nn nn nyyn s' },
  'GET /ledger of the port: inspection': { path: () => '/ledger?port=380101&limit=200', marker: (one) => one.inspection, marks: 'yye yy ee nn nn nyyn s' },
  // What happens to a case is told live to who may know of it, and to nobody else that it does.
  'GET /stream of the inspection': { path: () => '/stream', live: true, marker: (one) => one.inspection, marks: 'yye yy ee ye ye eyye s' },
  'GET /stream of a directive': { path: () => '/stream', live: true, marker: (one) => one.directive, marks: 'yye yy ee ee ee eyye s' },
  'GET /stream of the match': { path: () => '/stream', live: true, marker: (one) => one.collision, marks: 'yye yy ee ye ye eyye s' },
  'GET /stream of a transfer': { path: () => '/stream', live: true, marker: (one) => one.transfer, marks: 'yye ye ee ee ee eyye s' },
  'GET /stream of the declaration': { path: () => '/stream', live: true, marker: () => 'DeclarationAccepted', marks: 'yyy yy ee ye ee eyye s' },
  'GET /ledger/checkpoints': { path: () => '/ledger/checkpoints', marker: () => '"port":"380101"', marks: 'yyy yy ee nn nn nyyn s' },
  'GET /ledger/proof: payload': { path: (one) => `/ledger/proof?entry=${one.fact}`, marker: () => '"payload"', marks: 'yye yy hh nn nn nyyn s' },
  'GET /declarations': { path: () => '/declarations', marker: (one) => one.declaration, marks: 'yyy yy ee ye nn nyyn s' },
  'GET /declarations/{id}': { path: (one) => `/declarations/${one.declaration}`, marker: (one) => one.declaration, marks: 'yyy yy hh yh hh hyyh s' },
  'GET /declarations/{id}/timeline: inspection': { path: (one) => `/declarations/${one.declaration}/timeline?limit=200`, marker: (one) => one.inspection, marks: 'yye yy hh yh hh hyyh s' },
  'GET /notices of the inspection': { path: (one) => `/notices?subject=joint-inspection:${one.inspection}`, marker: (one) => one.inspection, marks: 'yye yy ee ye ye eyyy s' },
  'GET /notices/{id}/receipts': { path: (one) => `/notices/${one.notice}/receipts`, marker: (one) => one.notice, marks: 'yyh yy hh hh hh hyyy s' },
  'POST /notices/{id}/redeliver': { path: (one) => `/notices/${one.notice}/redeliver`, body: () => ({}), marks: 'hyh hh hh hh hh hhhy s' },
  'POST /notices/{id}/acknowledge': { path: (one) => `/notices/${one.notice}/acknowledge`, body: () => ({}), marks: 'hyh hh hh hh hh hhhh s' },
  'POST /notices/acknowledge': { path: () => '/notices/acknowledge', body: (one) => ({ notices: [one.notice] }), marks: 'hyh hh hh hh hh hhhh s' },
  'GET /liability': { path: (one) => `/liability?case=${one.inspection}`, marker: (one) => one.inspection, marks: 'yyh yy hh hh hh hyyh s' },
  'GET /liability/facts': { path: (one) => `/liability/facts?case=${one.inspection}`, marker: (one) => one.inspection, marks: 'yyh yy hh hh hh hyyh s' },
  'GET /liability/print': { path: (one) => `/liability/print?case=${one.inspection}`, marks: 'yyh yy hh hh hh hyyh s' },
  'POST /liability': { path: () => '/liability', body: (one) => ({ inspection: one.running, kind: 'leak', description: 'heard at the gate' }), marks: 'yyh yy hh hh hh hyyh s' },
  'GET /cases': { path: () => '/cases?limit=200', marker: (one) => one.transfer, marks: 'yye ye ee ee ee eyye s' },
  'GET /cases/{id}': { path: (one) => `/cases/${one.transfer}`, marker: (one) => one.transfer, marks: 'yyh yh hh hh hh hyyh s' },
  'POST /cases/{id}/acts': { path: (one) => `/cases/${one.transfer}/acts`, body: () => ({ act: 'report', evidence: { outcome: 'none', measures: '–' } }), marks: 'yyh yh hh hh hh hyyh s' },
  'GET /procedures': { path: () => '/procedures', marks: 'yyy yy yy yy yy yyyy s' },
  'GET /issues': { path: () => '/issues', marker: (one) => one.issue, marks: 'yye ye ee ee ee eyye s' },
  'GET /issues/{id}': { path: (one) => `/issues/${one.issue}`, marker: (one) => one.issue, marks: 'yyh yy hh hh hh hyyh s' },
  'POST /issues': { path: () => '/issues', body: (one) => questionOf(one.inspection), marks: 'yyy yy nn nn nn nnnn s' },
  'GET /measures/joint': { path: () => `/measures/joint?${span}`, marks: 'nnn yy ny nn nn nyyn s' },
  'GET /measures/repeats': { path: () => `/measures/repeats?${span}`, marks: 'nnn yy ny nn nn nyyn s' },
  'GET /measures/batches': { path: () => '/measures/batches?port=380101', marks: 'nnn yy nh nn nn nyyn s' },
  'GET /measures/stages': { path: () => `/measures/stages?${span}`, marks: 'nnn yy ny nn nn nyyn s' },
  // Times that are taken: for whoever could want them at the port, and those who oversee.
  'GET /measures/stages/cases': { path: () => `/measures/stages/cases?${span}`, marks: 'nnn yy ny nn nn nyyn s' },
  'GET /bookings': { path: () => '/bookings', marker: (one) => one.booking, marks: 'yyy yy ee ee yy eyyy s' },
  'POST /bookings/{id}/cancel': { path: (one) => `/bookings/${one.booking}/cancel`, body: () => ({}), marks: 'yyy yy yy yy yy yyyy s' },
  'POST /bookings': { path: () => '/bookings', body: () => ({}), marks: 'yyy yy yy yy yy yyyy s' },
  'POST /ports/{port}/activate': { path: () => '/ports/380101/activate', body: () => ({}), marks: 'nnn nn nn nn nn nyny s' },
  // What agencies may read of each other is headquarters' to write (SW-08).
  'GET /registers': { path: () => '/registers', marks: 'yyy yy yy yy yy yyyy s' },
  'GET /registers/entitlements': { path: () => '/registers/entitlements', marks: 'yyy yy yy yy yy yyyy s' },
  'POST /registers/entitlements': { path: () => '/registers/entitlements', body: () => ({ data: { agency: 'BPI', purpose: 'results', fields: ['results'] }, expectedVersion: 9 }), marks: 'nnn nn nn nn nn nyny s' },
}

/**
 * All that traders and operators are given of a case, by the reads they have: every field there may be. A further one is a decision, not an accident (LB-09).
 */
export const outsideFields: Readonly<Record<string, { readonly path: (one: Around) => string; readonly fields: readonly string[] }>> = {
  'GET /joint-inspections/{id}': {
    path: (one) => `/joint-inspections/${one.running}`,
    fields: [
      'acts[]', 'answers[].at', 'answers[].name', 'answers[].reason', 'answers[].said', 'answers[].side.code', 'answers[].side.kind', 'answers[].site', 'answers[].slot.from', 'answers[].slot.to', 'closedAt', 'declarations[]', 'desk', 'id', 'kind',
      'lots[].declaration', 'object.key', 'object.kind', 'object.ref', 'parties[]', 'port', 'proposals[].from', 'proposals[].site', 'proposals[].to', 'proposedAt', 'site', 'slot.from', 'slot.to', 'startedAt', 'state', 'supersededBy',
      'tasks[].agency', 'tasks[].confirmed.at', 'tasks[].confirmed.by', 'tasks[].confirmed.name', 'tasks[].disposition.at', 'tasks[].disposition.by', 'tasks[].disposition.code', 'tasks[].disposition.effect', 'version', 'window.from', 'window.to',
    ],
  },
  'GET /results': {
    path: () => '/results',
    fields: ['items[].agency', 'items[].declarations[]', 'items[].disposition', 'items[].effect', 'items[].id', 'items[].inspection', 'items[].object.kind', 'items[].object.ref', 'items[].outcome', 'items[].participants[]', 'items[].port', 'items[].recordedAt', 'items[].version', 'next'],
  },
  'GET /declarations/{id}/timeline': {
    path: (one) => `/declarations/${one.declaration}/timeline?limit=200`,
    fields: [
      'items[].actor.agency', 'items[].actor.id', 'items[].actor.kind', 'items[].at', 'items[].id', 'items[].subject.id', 'items[].subject.kind', 'items[].type', 'next',
      ...['at', 'creditGrade', 'from', 'moment', 'number', 'reference', 'releaseMode', 'site', 'state', 'to'].map((field) => `items[].payload.${field}`),
      ...['slot', 'window'].flatMap((field) => [`items[].payload.${field}.from`, `items[].payload.${field}.to`]), ...['key', 'kind', 'ref'].map((part) => `items[].payload.object.${part}`), 'items[].payload.methods[]', 'items[].payload.slot',
    ],
  },
  'GET /notices': {
    path: () => '/notices?limit=200',
    fields: [
      ...['acknowledgedAt', 'acknowledgedBy', 'deliveredAt', 'id', 'message.en', 'message.zh', 'owedAt', 'port', 'recipient.code', 'recipient.kind', 'state', 'subjectId', 'subjectKind', 'type', 'undelivered'].map((field) => `items[].${field}`), 'next',
      ...['agencies', 'agency', 'at', 'disposition', 'from', 'joined', 'number', 'object', 'objectKind', 'reference', 'releaseMode', 'side', 'site', 'to'].map((fact) => `items[].facts.${fact}`),
    ],
  },
}
