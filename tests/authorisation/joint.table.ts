import type { Case, Filled } from './parties.ts'

/**
 * Who may do what in joint work: one row per route, one mark per relation in the order of `everyRelation`, in groups of
 * the parties' officers and the third agency's | coordinators | the same people of another port | traders | operators | laboratory, headquarters, auditor, administrator | nobody:
 * `y` may (the answer may still be a refusal of the case: a conflict, a fault of content) · `n` is told it may not (403) · `h` is not told that it exists (404) ·
 * `e` an empty list · `s` has to sign in (401). Written from the rules, not from the code: a route without a row, and a row without a route, break the test.
 */
export const jointTable: Readonly<Record<string, string>> = {
  // Directives are an agency's own; partners of one inspection read each other's, coordinators and oversight all of their ports (LB-09).
  'POST /directives': 'yyy yy nn nn nn nnnn s',
  'GET /directives': 'yye yy ee ee ee eyye s',
  'GET /directives/{id}': 'yyh yy hh hh hh hyyh s',
  'GET /directives/{id}/pairs': 'yhh yy hh hh hh hyyh s',
  'POST /directives/{id}/withdraw': 'yhh yh hh hh hh hhhh s',
  'POST /directives/{id}/amend': 'yhh yh hh hh hh hhhh s',

  // Matches: those in them, coordinators, oversight.
  'GET /collisions': 'yye yy ee ee ee eyye s',
  'GET /collisions/{id}': 'yyh yy hh hh hh hyyh s',
  'GET /collisions/{id}/replay': 'yyh yy hh hh hh hyyh s',
  'GET /collisions/rates': 'yyy yy ee nn nn nyyn s',
  'GET /shared-openings': 'yye yy ee ee ee eyye s',
  // One time for all: whoever may move each of the inspections. Customs is no party of one of them.
  'POST /shared-openings/propose': 'nyh yy hh hh hh hnnh s',

  // Inspections: the trader of the goods and the operator of the site know when and where; only parties act.
  'GET /joint-inspections': 'yye yy ee ye ye eyye s',
  'GET /joint-inspections/lane': 'yye yy ee ye ye eyye s',
  'GET /joint-inspections/{id}': 'yyh yy hh yh yh hyyh s',
  'POST /joint-inspections/{id}/agree': 'yyh yn hh nh nh hnnh s',
  'POST /joint-inspections/{id}/reschedule': 'yyh yy hh nh nh hnnh s',
  'POST /joint-inspections/{id}/answer': 'nnh nn hh yh yh hnnh s',
  'POST /joint-inspections/{id}/decline': 'yyh yn hh nh nh hnnh s',
  'POST /joint-inspections/{id}/invite': 'yyh yy hh nh nh hnnh s',
  'POST /joint-inspections/{id}/judge': 'nnh yy hh nh nh hnnh s',
  'POST /joint-inspections/{id}/arrive': 'yyh yn hh nh nh hnnh s',
  'POST /joint-inspections/{id}/no-show': 'yyh yn hh nh nh hnnh s',
  'POST /joint-inspections/{id}/start': 'yyh yn hh nh nh hnnh s',
  'POST /joint-inspections/{id}/open': 'yyh yn hh nh nh hnnh s',
  'POST /joint-inspections/{id}/weigh': 'yyh yn hh nh nh hnnh s',
  'POST /joint-inspections/{id}/scan': 'yyh yn hh nh nh hnnh s',
  'POST /joint-inspections/{id}/findings': 'yyh yn hh nh nh hnnh s',
  // The decision asked for is one of customs: not the partner's to take (LB-01).
  'POST /joint-inspections/{id}/dispositions': 'ynh yn hh nh nh hnnh s',
  'POST /joint-inspections/{id}/interrupt': 'yyh yy hh nh nh hnnh s',
  // Nobody is gone on without by a party: that is for coordinators (GV-06).
  'POST /joint-inspections/{id}/proceed': 'nnh yy hh nh nh hnnh s',
  'POST /joint-inspections/{id}/close': 'yyh yn hh nh nh hnnh s',
  'GET /waiting': 'yyy yy yy yy yy yyyy s',

  // The session: what is looked for is for the agencies' eyes.
  'GET /joint-inspections/{id}/plan': 'yyh yy hh hh hh hyyh s',
  // A coordinator of the port settles who does a shared check, as he judges and moves (DC-08).
  'POST /joint-inspections/{id}/plan/assign': 'yyh yy hh nh nh hnnh s',
  // Only the agency that was asked answers.
  'POST /joint-inspections/{id}/plan/answer': 'yyh yn hh nh nh hnnh s',
  'GET /joint-inspections/{id}/images': 'yyh yy hh hh hh hyyh s',
  'POST /joint-inspections/{id}/images': 'yyh yn hh nh nh hnnh s',
  'GET /joint-inspections/{id}/images/{image}': 'yyh yy hh hh hh hyyh s',
  'POST /joint-inspections/{id}/images/{image}/verdict': 'yyh yn hh nh nh hnnh s',
  'POST /joint-inspections/{id}/images/{image}/join': 'yyh yn hh nh nh hnnh s',
  'POST /joint-inspections/{id}/photos': 'yyh yn hh nh nh hnnh s',
  'GET /joint-inspections/{id}/photos/{photo}': 'yyh yy hh hh hh hyyh s',
  'POST /joint-inspections/{id}/secondary': 'yyh yn hh nh nh hnnh s',
  'GET /joint-inspections/{id}/offences': 'yyh yy hh hh hh hyyh s',
  'POST /joint-inspections/{id}/offences': 'yyh yn hh nh nh hnnh s',
  'GET /joint-inspections/{id}/accesses': 'yyh yy hh hh hh hyyh s',
  'POST /joint-inspections/{id}/forward': 'yyh yy hh hh hh hnnh s',

  // Conversation: everybody of the case; what agencies say among themselves is theirs.
  'GET /joint-inspections/{id}/messages': 'yyh yy hh yh yh hyyh s',
  'POST /joint-inspections/{id}/messages': 'yyh yy hh yh yh hnnh s',
  'GET /joint-inspections/{id}/contacts': 'yyh yy hh hh hh hyyh s',
  'POST /joint-inspections/{id}/consultations': 'yyh yy hh nh nh hnnh s',

  // Results are shared with whoever took part, with entitled agencies and with the trader whose goods they are (LB-02). Border police is not entitled.
  'POST /results': 'yyy yy nn nn nn nnnn s',
  'GET /results': 'yye yy ee ye ee eyye s',
  // To whom they were given instead of a look is known to who looks, to who was given them, to coordinators and oversight (DC-11).
  'GET /results/shares': 'yye yy ee ee ee eyye s',
  'POST /results/{id}/adopt': 'yyh yy hh hh hh hnnh s',

  // Of a port, not of a case: who works there or oversees it; what one brings along everybody may know.
  'GET /ports/{port}/profile': 'yyy yy hh hh yy hyyy s',
  'GET /ports/{port}/attendance': 'yyy yy yy yy yy yyyy s',
  // Calls to liaison officers are the port's officers' to make; the one asked about does not exist.
  'GET /calls': 'yyy yy ee ee ee eeee s',
  'POST /calls/{id}/done': 'hhh hh hh nn nn nnnn s',
  // What is known of travellers: written down by officers, read by those of a party of a live case (JI-12).
  'POST /travellers': 'yyy nn nn nn nn nnnn s',
  'POST /travellers/query': 'yyn nn nn nn nn nnnn s',

  // A transfer is its two agencies' business and the oversight's (LB-13); only the receiver takes it over, reports or declines, only the sender takes it back.
  'POST /transfers': 'yyy yy nn nn nn nnnn s',
  'GET /transfers': 'yye ye ee ee ee eyye s',
  'GET /transfers/{id}': 'yyh yh hh hh hh hyyh s',
  'POST /transfers/{id}/accept': 'nyh nh hh hh hh hnnh s',
  'POST /transfers/{id}/decline': 'nyh nh hh hh hh hnnh s',
  // Not yet taken over, it is nobody's to report on: said to whoever sees the case.
  'POST /transfers/{id}/report': 'yyh yh hh hh hh hyyh s',
  'POST /transfers/{id}/withdraw': 'ynh yh hh hh hh hnnh s',

  // Assistance alike (SW-11).
  'POST /assistance-requests': 'yyy yy nn nn nn nnnn s',
  'GET /assistance-requests': 'yye ye ee ee ee eyye s',
  'GET /assistance-requests/{id}': 'yyh yh hh hh hh hyyh s',
  'POST /assistance-requests/{id}/answer': 'nyh nh hh hh hh hnnh s',
  'POST /assistance-requests/{id}/decline': 'nyh nh hh hh hh hnnh s',
  'POST /assistance-requests/{id}/withdraw': 'ynh yh hh hh hh hnnh s',
  // No agency is entitled to anything until the register says so (SW-08).
  'POST /data-queries': 'nnn nn hh nn nn nnnn s',
  'GET /data-queries': 'yyy yy ee nn nn nyyn s',
  'GET /mutual-dealings': 'yyy yy yy nn nn nyyn s',

  // Laboratories: agencies of the port ask; their own tests and those routed to them they read.
  'POST /laboratory-tests': 'yyy yy nn nn nn nnnn s',
  'GET /laboratory-tests': 'yye ye ee nn nn nyyn s',
  'POST /capability-plans': 'nnn yy nn nn nn nnnn s',
}

/** Moves that the case in the table is not needed for, or that have to be asked about this very case: what the paths' examples are replaced by. */
export function bodyFor(route: string, example: unknown, made: Case): unknown {
  const object = { kind: 'container', ref: made.runningBox }
  switch (route) {
    case 'POST /calls/{id}/done':
      return { outcome: 'reached' }
    case 'POST /travellers':
      return { port: '380101', traveller: 'P1', articles: [made.box], content: { itinerary: 'two short trips' } }
    case 'POST /travellers/query':
      return { port: '380101', traveller: 'P1', inspection: made.inspection, purpose: 'undeclared plants' }
    case 'POST /transfers':
      return { port: '380101', to: 'MOA', subject: { kind: 'declaration', id: 'another' }, offence: 'x', description: 'x', legalBasis: 'LB-13', materials: [] }
    case 'POST /assistance-requests':
      return { port: '380101', to: 'MOA', subject: { kind: 'declaration', id: 'another' }, request: 'x' }
    case 'POST /data-queries':
      return { declaration: made.declaration, purpose: 'manifest', fields: ['weight'] }
    case 'POST /joint-inspections/{id}/open':
    case 'POST /joint-inspections/{id}/scan':
      return { object }
    case 'POST /shared-openings/propose':
      return { port: '380101', object: made.box, site: 'S1' }
    case 'POST /joint-inspections/{id}/weigh':
      return { object, grossKg: 1000 }
    default:
      return example
  }
}

/** What customs says to everybody in the case. */
export const saidToAll = 'gate seven at noon'

/** Something of the case that a list shows to whoever may see it. */
export function markerOf(route: string, made: Case & Filled): string | undefined {
  const markers: Readonly<Record<string, string>> = {
    'GET /directives': made.directive,
    'GET /collisions': made.collision,
    'GET /shared-openings': made.box,
    'GET /joint-inspections': made.inspection,
    'GET /joint-inspections/lane': made.inspection,
    'GET /joint-inspections/{id}/messages': saidToAll,
    'GET /results': made.result,
    'GET /results/shares': made.running,
    'GET /transfers': made.declaration,
    'GET /assistance-requests': made.declaration,
    'GET /joint-inspections/{id}/offences': made.offence,
    'GET /joint-inspections/{id}/contacts': made.call,
    'GET /calls': made.call,
    'GET /laboratory-tests': made.test,
    'POST /travellers/query': made.traveller,
  }
  return markers[route]
}
