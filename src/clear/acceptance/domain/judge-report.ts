import { holds } from '../../../kernel/decision-table/cell.ts'
import type { ColumnType, Facts } from '../../../kernel/decision-table/table.ts'
import { inForce, plus, toIso, type Instant, type Milliseconds } from '../../../kernel/instant.ts'
import type { AcceptanceField, AcceptanceLaw, ReleaseMoment } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { hasLicence, standingAt, type Body, type BodyScope, type StandingStep } from './body.ts'
import { agreementFor, type Agreement } from './recognition.ts'

/** What a report says of itself. */
export interface ReportContent {
  readonly body: string
  readonly tests: readonly string[]
  readonly standards: readonly string[]
  readonly issuedAt: Instant
}

/** A declared line the report is about, with what the tables know of its goods. */
export interface ReportedLine {
  readonly line: number
  readonly hs: string
  readonly facts: Facts
}

/** Everything a report is judged by. */
export interface Judged {
  readonly report: ReportContent
  readonly port: string
  readonly direction: string
  readonly lines: readonly ReportedLine[]
  /** The body as the register had it when the report was issued; absent: it was not in it. */
  readonly body: Body | undefined
  readonly history: readonly StandingStep[]
  readonly agreements: readonly Agreement[]
  /** When the mode of the goods opens the gate, and whether they still wait. */
  readonly release: { readonly mode: string; readonly moment: ReleaseMoment; readonly waiting: boolean }
  /** Gaps of the chain of custody; absent: nobody commissioned the report. */
  readonly custody?: readonly Refusal[]
  /** An officer looked at the report again after its body lost its standing. */
  readonly reexamined: boolean
  readonly longestAge: Milliseconds
}

/** What the rule says of a report: every reason at once, and on what each line rests. */
export interface Judgement {
  readonly verdict: 'eligible' | 'refused'
  readonly agency: string
  /** Field or agreement that carries each line, with its clause, in the order of the lines. */
  readonly grounds: readonly { readonly line: number; readonly rule: string; readonly clause: string }[]
  readonly reasons: readonly Refusal[]
}

/** Item facts a field may ask about; the same as documentary rules. */
const columns: Readonly<Record<string, ColumnType>> = { attributes: 'codes', conditions: 'codes', categories: 'codes' }

const fits = (field: AcceptanceField, facts: Facts): boolean => Object.entries(field.when).every(([name, cell]) => holds(cell, facts[name], columns[name] ?? 'code'))

/** What keeps a scope from covering a line: goods, tests or standards; undefined when it covers it. */
function missing(scope: BodyScope, line: ReportedLine, { report, port }: Judged): 'goods' | 'tests' | 'standards' | undefined {
  const beyond = (wanted: readonly string[], covered: readonly string[]): boolean => covered.length > 0 && wanted.some((one) => !covered.includes(one))
  if ((scope.ports.length > 0 && !scope.ports.includes(port)) || !scope.hs.some((prefix) => line.hs.startsWith(prefix))) return 'goods'
  if (beyond(report.tests, scope.tests)) return 'tests'
  return beyond(report.standards, scope.standards) ? 'standards' : undefined
}

function scopeFault(body: Body, line: ReportedLine, judged: Judged): Refusal | undefined {
  const faults = body.scopes.map((scope) => missing(scope, line, judged))
  if (faults.includes(undefined)) return undefined
  // The scope that came nearest says what is missing.
  const what = faults.find((fault) => fault === 'standards') ?? faults.find((fault) => fault === 'tests') ?? 'goods'
  return { code: `acceptance/out-of-scope-${what}`, pointer: '/lines', facts: { body: body.code, line: line.line, hs: line.hs, tests: judged.report.tests.join(', '), standards: judged.report.standards.join(', ') }, clause: 'TP-01' }
}

/** Standing when the report was issued, and now: what was in order then may need a second look today (TP-05). */
function standingFaults({ report, history, reexamined }: Judged, now: Instant): Refusal[] {
  const then = standingAt(history, report.issuedAt)
  const facts = { body: report.body, standing: then.standing, since: then.since === undefined ? '–' : toIso(then.since) }
  if (then.standing !== 'admitted') return [{ code: `acceptance/body-${then.standing === 'suspended' || then.standing === 'removed' ? then.standing : 'not-admitted'}`, pointer: '/body', facts, clause: 'TP-05' }]
  const today = standingAt(history, now)
  if (today.standing === 'admitted' || reexamined) return []
  return [{ code: 'acceptance/needs-second-look', pointer: '/body', facts: { body: report.body, standing: today.standing, since: today.since === undefined ? '–' : toIso(today.since) }, clause: 'TP-05' }]
}

/** The field or agreement a line rests on, in the order of the law: the first that fits decides, so that several never give two answers (PZ-17). */
function groundOf(law: AcceptanceLaw, body: Body, line: ReportedLine, judged: Judged): { readonly rule: string; readonly clause: string; readonly agency: string } | Refusal {
  const { report, direction } = judged
  const abroad = body.country !== law.country
  if (abroad) {
    const agreement = agreementFor(judged.agreements, { country: body.country, hs: line.hs, direction, tests: report.tests }, report.issuedAt)
    if (agreement !== undefined) return { rule: agreement.code, clause: 'TP-11', agency: body.owner }
    if (body.recognisedBy === undefined) return { code: 'acceptance/not-recognised', pointer: '/body', facts: { body: body.code, country: body.country }, clause: 'TP-09' }
  }
  const open = law.fields.filter((field) => inForce(field, report.issuedAt) && field.bodies === (abroad ? 'abroad' : 'here') && fits(field, line.facts))
  const field = open.find((one) => body.fields.length === 0 || body.fields.includes(one.code))
  if (field !== undefined) return { rule: field.code, clause: field.clause, agency: field.agency }
  const facts = { line: line.line, hs: line.hs, body: body.code }
  if (abroad) return { code: 'acceptance/not-for-these-goods', pointer: '/lines', facts, clause: 'TP-09' }
  return open.length === 0
    ? { code: 'acceptance/field-not-enabled', pointer: '/lines', facts, clause: 'TP-02' }
    : { code: 'acceptance/not-a-field-of-the-body', pointer: '/lines', facts: { ...facts, field: open.map((one) => one.code).join(', ') }, clause: 'TP-02' }
}

/**
 * Whether a third party's report may be accepted for the lines it names (TP-01…TP-05, TP-08, TP-09, TP-11): the body was listed, licensed and admitted
 * when it issued it, the goods are of an enabled field and within its scope, and their mode opens the gate on a judged report. Goods that
 * must be looked at stay so: no report lowers a mode (RR-22). A commissioned report proves its chain of custody instead of the mode.
 */
export function judgeReport(law: AcceptanceLaw, judged: Judged, now: Instant): Judgement {
  const { report, body, lines, release, custody, longestAge } = judged
  const reasons: Refusal[] = []
  const grounds: { line: number; rule: string; clause: string }[] = []
  let agency = body?.owner ?? law.fields[0]?.agency ?? ''
  if (report.issuedAt > now) reasons.push({ code: 'acceptance/issued-later', pointer: '/issuedAt' })
  else if (plus(report.issuedAt, longestAge) < now) reasons.push({ code: 'acceptance/too-old', pointer: '/issuedAt', facts: { days: Math.floor(longestAge / 86_400_000) }, clause: 'TP-03' })
  if (body === undefined) reasons.push({ code: 'acceptance/body-not-listed', pointer: '/body', facts: { body: report.body }, clause: 'TP-01' })
  else {
    const abroad = body.country !== law.country
    if (!abroad && inForce(law.bodyLicence, report.issuedAt) && !hasLicence(body, law.bodyLicence.type, report.issuedAt)) {
      reasons.push({ code: 'acceptance/body-unlicensed', pointer: '/body', facts: { body: body.code, licence: law.bodyLicence.type }, clause: law.bodyLicence.clause })
    }
    for (const line of lines) {
      const ground = groundOf(law, body, line, judged)
      if ('code' in ground) reasons.push(ground)
      else {
        grounds.push({ line: line.line, rule: ground.rule, clause: ground.clause })
        agency = ground.agency
      }
      const fault = scopeFault(body, line, judged)
      if (fault !== undefined) reasons.push(fault)
    }
  }
  reasons.push(...standingFaults(judged, now))
  if (custody !== undefined) reasons.push(...custody)
  else if (!release.waiting) reasons.push({ code: 'acceptance/goods-not-waiting', pointer: '/declaration', clause: 'TP-03' })
  else if (release.moment !== 'report-judged') reasons.push({ code: 'acceptance/mode-not-open', pointer: '/declaration', facts: { mode: release.mode }, clause: 'RR-22' })
  return { verdict: reasons.length === 0 ? 'eligible' : 'refused', agency, grounds, reasons }
}
