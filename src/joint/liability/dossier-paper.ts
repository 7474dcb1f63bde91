import type { Instant } from '../../kernel/instant.ts'
import type { PrintedPaper, PrintPart } from '../../platform/print/public.ts'
import { readableEvidence } from './domain/evidence-line.ts'
import type { Dossier, InspectionPart, LiabilityView } from './dossier-view.ts'

/** What a paper needs to speak to its reader: texts of the screens, names of the pack, moments on the port's clock. */
export interface Speech {
  readonly language: 'zh' | 'en'
  say(key: string, facts?: Readonly<Record<string, string | number>>): string
  name(list: 'agencies' | 'powers' | 'clauses' | 'methods' | 'dispositions', code: string): string
  when(iso: string | undefined): string
  /** The name of whoever an id is; the id where nobody knows it. */
  person(id: string): string
}

const dash = '—'

/**
 * The liability dossier as a paper (LB-07…LB-10): for each inspection every agency's duties with their evidence, results and adoptions, errors
 * with who is answerable or exempt, who read it; then every fact of the ledger with its leaf, and the checkpoint all of them are proven under.
 * The same dossier gives the same paper.
 */
export function dossierPaper(dossier: Dossier, issuedAt: Instant, speech: Speech): PrintedPaper {
  const { say, when, language } = speech
  const name = dossier.case.number ?? dossier.inspections[0]?.object.ref ?? dossier.case.id
  return {
    title: `${say('liability.title')} · ${name}`,
    foot: `${say('liability.title')} · ${name} · ${say('liability.issued', { at: when(dossier.issuedAt), to: dossier.issuedTo })}`,
    language,
    at: issuedAt,
    parts: [
      { kind: 'paragraph', text: `${say('liability.lead')} · ${say('liability.issued', { at: when(dossier.issuedAt), to: dossier.issuedTo })}`, quiet: true },
      ...dossier.inspections.flatMap((part) => inspected(part, speech)),
      ...looksOf(dossier, speech),
      ...proven(dossier, speech),
    ],
  }
}

function inspected(part: InspectionPart, speech: Speech): PrintPart[] {
  const { say, when } = speech
  return [
    { kind: 'heading', text: `${part.object.ref} · ${say(`codes.inspectionKind.${part.kind}`)} · ${say(`codes.inspectionState.${part.state}`)}` },
    { kind: 'paragraph', text: `${when(part.startedAt)} – ${when(part.closedAt)}  ${part.site ?? ''}`, quiet: true },
    ...part.responsibilities.flatMap((one) => responsible(one, speech)),
    { kind: 'heading', text: say('liability.errors') },
    ...(part.errors.length === 0 ? [quiet(say('liability.noErrors'))] : part.errors.flatMap((error) => errorParts(error, speech))),
    { kind: 'heading', text: say('liability.results') },
    ...(part.results.length === 0 ? [quiet(dash)] : [resultsTable(part, speech)]),
    ...offencesOf(part, speech),
    { kind: 'heading', text: say('liability.accesses') },
    ...(part.accesses.length === 0 ? [quiet(say('liability.noAccesses'))] : [accessTable(part, speech)]),
    ...(part.accessesLeft === 0 ? [] : [quiet(say('liability.accessesLeft', { count: part.accessesLeft, where: `/api/v1/joint-inspections/${part.id}/accesses` }))]),
  ]
}

const quiet = (text: string): PrintPart => ({ kind: 'paragraph', text, quiet: true })

type Decision = NonNullable<InspectionPart['responsibilities'][number]['disposition']>

function decided({ code, at, by, reason }: Decision, { name, when, person }: Pick<Speech, 'name' | 'when' | 'person'>): string {
  return `${name('dispositions', code)} ${when(at)} ${person(by)} ${reason ?? ''}`.trim()
}

/** Evidence in the reader's words, a line each. */
function evidence(lines: readonly string[], { say, when, person }: Speech): string {
  return lines.map((line) => readableEvidence(line, { person, when, outcome: (code) => say(`session.outcome.${code}`), record: say('liability.recordNo') })).join('\n')
}

/** What was decided on each lot: a hold on one says nothing about the others (TM-06). */
function lotsTable(one: InspectionPart['responsibilities'][number], speech: Speech): PrintPart[] {
  const { say } = speech
  if (one.lots.length === 0) return []
  const rows = one.lots.map(({ lot, own, disposition }) => [lot, disposition === undefined ? say('liability.undecided') : decided(disposition, speech), disposition === undefined ? dash : say(own ? 'liability.byName' : 'liability.byAll')])
  return [{ kind: 'table', head: [say('liability.lot'), say('liability.disposition'), say('liability.how')], widths: [0.26, 0.52, 0.22], rows }]
}

function responsible(one: InspectionPart['responsibilities'][number], speech: Speech): PrintPart[] {
  const { say, name } = speech
  const powers = one.powers.map(({ power, clause }) => `${name('powers', power)} (${name('clauses', clause)})`).join(' · ')
  const { disposition } = one
  return [
    { kind: 'heading', text: `${name('agencies', one.agency)} · ${say(one.diligent ? 'liability.diligent' : 'liability.notDiligent')}` },
    {
      kind: 'facts',
      rows: [
        [say('liability.powers'), powers === '' ? dash : powers],
        [say('liability.crew'), one.crew.length === 0 ? dash : one.crew.join(', ')],
        ...(disposition === undefined ? [] : [[say('liability.disposition'), decided(disposition, speech)] as const]),
      ],
    },
    {
      kind: 'table',
      head: [say('liability.duty'), say('liability.answerable'), say('liability.state'), say('liability.evidence')],
      widths: [0.22, 0.2, 0.14, 0.44],
      rows: one.duties.map((duty) => [
        duty.kind === 'method' ? name('methods', duty.code) : duty.code,
        name('agencies', duty.answerable),
        say(`codes.dutyState.${duty.state}`),
        duty.evidence.length === 0 ? dash : evidence(duty.evidence, speech),
      ]),
    },
    ...lotsTable(one, speech),
  ]
}

function errorParts(error: LiabilityView, speech: Speech): PrintPart[] {
  const { say, name, when, person } = speech
  const about = error.duty === undefined ? '' : ` · ${error.duty}`
  return [
    { kind: 'paragraph', text: `${say(`codes.liabilityKind.${error.kind}`)}${about} · ${when(error.at)} · ${error.by}\n${error.description}` },
    {
      kind: 'table',
      head: [say('liability.answerable'), say('liability.state'), say('liability.evidence')],
      widths: [0.25, 0.3, 0.45],
      rows: error.attributions.map((one) => [
        name('agencies', one.agency),
        `${say(`codes.verdict.${one.verdict}`)} · ${say(`codes.ground.${one.ground}`)}${one.against.length === 0 ? '' : `\n${error.kind === 'leak' ? say('liability.people', { people: one.against.map(person).join(', ') }) : say('liability.against', { duties: one.against.join(', ') })}`}`,
        one.evidence.length === 0 ? dash : evidence(one.evidence, speech),
      ]),
    },
    ...(error.adoptions ?? []).map((adoption) => quiet(adopted(adoption, { say, when }))),
  ]
}

function adopted(adoption: { readonly adopter: string; readonly liable: string; readonly purpose: string; readonly at: string }, { say, when }: Pick<Speech, 'say' | 'when'>): string {
  const { adopter, liable, purpose, at } = adoption
  return say('liability.adopted', { adopter, liable, purpose, at: when(at) })
}

function looksOf({ looks }: Dossier, speech: Speech): PrintPart[] {
  if (looks.length === 0) return []
  return [{ kind: 'heading', text: speech.say('liability.looks') }, resultsTable({ results: looks }, speech), ...looks.flatMap(({ errors }) => errors.flatMap((error) => errorParts(error, speech)))]
}

function resultsTable(part: Pick<InspectionPart, 'results'>, { say, name, when }: Speech): PrintPart {
  return {
    kind: 'table',
    head: [say('liability.answerable'), say('liability.state'), say('liability.at'), say('liability.results')],
    widths: [0.2, 0.14, 0.2, 0.46],
    rows: part.results.map((result) => [
      name('agencies', result.agency),
      say(result.outcome === 'clear' ? 'session.outcome.ok' : result.outcome === 'problem' ? 'session.outcome.problem' : 'session.outcome.not-looked'),
      when(result.recordedAt),
      result.adoptions.length === 0 ? say('liability.noAdoption') : result.adoptions.map((adoption) => adopted(adoption, { say, when })).join('\n'),
    ]),
  }
}

function offencesOf(part: InspectionPart, { say, name, when }: Speech): PrintPart[] {
  if (part.offences.length === 0) return []
  const lines = part.offences.map(({ agency, offence, competent, at }) => quiet(`${name('agencies', agency)} · ${say('liability.offence', { offence, competent })} · ${when(at)}`))
  return [{ kind: 'heading', text: say('liability.offences') }, ...lines]
}

function accessTable(part: InspectionPart, { say, name, when }: Speech): PrintPart {
  return {
    kind: 'table',
    head: [say('liability.at'), say('liability.by'), say('liability.entry')],
    widths: [0.25, 0.35, 0.4],
    rows: part.accesses.map((access) => [
      when(access.at),
      `${access.agency === undefined ? '' : `${name('agencies', access.agency)} `}${access.by}`,
      `${say(`codes.accessAct.${access.act}`)} ${say(`codes.accessPart.${access.part}`)}${access.recipient === undefined ? '' : ` ${say('liability.to', { recipient: access.recipient })}`}`,
    ]),
  }
}

function proven({ case: { id }, ledger: { proofs, unsealed, left } }: Dossier, { say, when }: Speech): PrintPart[] {
  const [first] = proofs
  return [
    { kind: 'heading', text: say('liability.ledger') },
    { kind: 'paragraph', text: say('liability.proven', { count: proofs.length, size: first?.checkpoint.size ?? 0 }) },
    ...(unsealed.length === 0 ? [] : [quiet(say('liability.unsealed', { count: unsealed.length }))]),
    ...(left === 0 ? [] : [quiet(say('liability.factsLeft', { count: left, where: `/api/v1/liability/facts?case=${id}` }))]),
    {
      kind: 'table',
      head: ['#', say('liability.entry'), say('liability.at'), say('liability.by')],
      widths: [0.08, 0.5, 0.2, 0.22],
      rows: proofs.map(({ entry }) => [String(entry.position ?? ''), `${say(`codes.event.${entry.type}`)}\n${entry.id}`, when(entry.at), `${entry.actor.name ?? entry.actor.id} ${entry.actor.of ?? ''}`.trim()]),
    },
    ...(first === undefined ? [] : ([{ kind: 'heading', text: say('liability.note') }, { kind: 'code', text: first.checkpoint.note }] as const)),
  ]
}
