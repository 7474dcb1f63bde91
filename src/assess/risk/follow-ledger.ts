import { findInspectionsOfDeclarations } from '../../joint/inspections/public.ts'
import { findResults } from '../../joint/results/public.ts'
import { toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { JobKind } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { readSealedFacts, readSealedSizes, type SealedFact } from '../../platform/ledger/tail-store.ts'
import { findCases, findContents, type LookedBack } from '../../window/declarations/public.ts'
import { rulesMet } from './domain/rule-yield.ts'
import { nameKey } from './domain/risk-entry.ts'
import { tellFind } from './exchange.ts'
import { addExportDays, type ExportDay } from './export-store.ts'
import type { Indicator } from './indicator-store.ts'
import { judgeExports } from './judge-exports.ts'
import type { RiskParts } from './parts.ts'
import { writeIndicators } from './warn.ts'
import { addRuleDays, lockFollow, moveFollow, noteLooks, type RuleDay } from './yield-store.ts'

/** Entries of the ledger that are counted in one transaction. */
const page = 500

const dayOf = (fact: SealedFact): string => toIso(fact.at).slice(0, 10)
const declarationsOf = (fact: SealedFact): string[] => (fact.subjectKind === 'declaration' ? [fact.subjectId] : fact.related.flatMap((name) => (name.startsWith('declaration:') ? [name.slice('declaration:'.length)] : [])))

interface Sums {
  readonly rules: Map<string, RuleDay>
  readonly exports: Map<string, ExportDay>
}

function addRule({ rules }: Sums, rule: string, day: string, more: Partial<RuleDay>): void {
  const known = rules.get(`${rule} ${day}`) ?? { rule, day, hits: 0, inspected: 0, finds: 0, minutes: 0 }
  rules.set(`${rule} ${day}`, { rule, day, hits: known.hits + (more.hits ?? 0), inspected: known.inspected + (more.inspected ?? 0), finds: known.finds + (more.finds ?? 0), minutes: known.minutes + (more.minutes ?? 0) })
}

/** Who made the goods of an export: named in the lines, else the one who sends them. */
function producersOf({ content }: LookedBack): { readonly producer: string; readonly codes: string[] }[] {
  const made = new Map<string, string[]>()
  for (const { hs, producer } of content.items) made.set(producer ?? content.consignor, [...(made.get(producer ?? content.consignor) ?? []), hs])
  return [...made].map(([producer, codes]) => ({ producer, codes }))
}

function addExport({ exports }: Sums, goods: LookedBack, day: string, rejected: boolean): void {
  for (const { producer, codes } of producersOf(goods)) {
    const known = exports.get(`${producer} ${day}`) ?? { producer, day, consignments: 0, rejected: 0, hs: [] }
    exports.set(`${producer} ${day}`, { ...known, consignments: known.consignments + (rejected ? 0 : 1), rejected: known.rejected + (rejected ? 1 : 0), hs: rejected ? [...known.hs, ...codes] : known.hs })
  }
}

/** Indicators that the work at the port itself gives: import goods refused, or found wanting. */
function indicatorsOf(context: Context, port: string, goods: LookedBack, kind: 'refusal' | 'find', about: string, fact: SealedFact): Indicator[] {
  return goods.content.items.flatMap(({ hs, producer, line }): Indicator[] =>
    producer === undefined ? [] : [{ id: context.newId(), homePort: port, kind, hs, producer: nameKey(producer), happenedAt: fact.at, recordedAt: context.now, recordedBy: 'system', reference: `${about}/${line}`, note: goods.number }],
  )
}

/** A case in these entries: when somebody first looked, and when something was first found. */
interface Look {
  readonly day: string
  readonly foundOn?: string | undefined
}

function addLook(looks: Map<string, Look>, id: string, day: string, problem: boolean): void {
  const known = looks.get(id)
  looks.set(id, { day: known?.day ?? day, foundOn: known?.foundOn ?? (problem ? day : undefined) })
}

async function countFacts(tx: Tx, context: Context, parts: RiskParts, port: string, facts: readonly SealedFact[]): Promise<void> {
  const counting = facts.filter(({ type }) => type === 'DeclarationAccepted' || type === 'InspectionClosed' || type === 'ResultRecorded' || type === 'GoodsRefused')
  const ids = [...new Set(counting.flatMap(declarationsOf))]
  if (ids.length === 0) return
  const cases = new Map((await findCases(tx, port, ids)).map((one) => [one.id, { ...one, rules: rulesMet(one.assessment.explanation) }]))
  const telling = counting.filter((fact) => fact.type !== 'DeclarationAccepted' || declarationsOf(fact).some((id) => cases.get(id)?.direction === 'export'))
  const goods = new Map((await findContents(tx, port, [...new Set(telling.flatMap(declarationsOf))])).map((one) => [one.id, one]))
  const closed = counting.filter(({ type }) => type === 'InspectionClosed')
  const inspections = new Map((closed.length === 0 ? [] : await findInspectionsOfDeclarations(tx, port, [...new Set(closed.flatMap(declarationsOf))])).map((one) => [one.id, one]))
  const own = counting.filter(({ type }) => type === 'ResultRecorded')
  const results = new Map((own.length === 0 ? [] : await findResults(tx, port, own.map(({ subjectId }) => subjectId))).map((one) => [one.id, one]))

  const sums: Sums = { rules: new Map(), exports: new Map() }
  const indicators: Indicator[] = []
  const judged = new Map<string, string>()
  const looks = new Map<string, Look>()
  for (const fact of counting) {
    const inspection = fact.type === 'InspectionClosed' ? inspections.get(fact.subjectId) : undefined
    const problem = inspection === undefined ? results.get(fact.subjectId)?.outcome === 'problem' : inspection.tasks.some((task) => task.duties.some((duty) => duty.done?.outcome === 'problem'))
    const crew = inspection === undefined ? 0 : Math.max(1, inspection.tasks.reduce((all, task) => all + task.crew.length, 0))
    const minutes = inspection?.startedAt === undefined || inspection.closedAt === undefined ? 0 : (crew * (inspection.closedAt - inspection.startedAt)) / 60_000
    for (const id of declarationsOf(fact)) {
      const one = cases.get(id)
      const content = goods.get(id)
      if (one === undefined) continue
      const looked = fact.type === 'InspectionClosed' || fact.type === 'ResultRecorded'
      if (looked) addLook(looks, id, dayOf(fact), problem)
      const more = looked ? { minutes } : fact.type === 'DeclarationAccepted' ? { hits: 1 } : undefined
      if (more !== undefined) for (const rule of one.rules) addRule(sums, rule, dayOf(fact), more)
      if (content === undefined) continue
      if (one.direction === 'export' && !looked) addExport(sums, content, dayOf(fact), fact.type === 'GoodsRefused')
      if (one.direction === 'export' && fact.type === 'GoodsRefused') for (const { producer } of producersOf(content)) judged.set(producer, one.declarant)
      if (one.direction !== 'import') continue
      if (fact.type === 'GoodsRefused') indicators.push(...indicatorsOf(context, port, content, 'refusal', id, fact))
      if (looked && problem) {
        indicators.push(...indicatorsOf(context, port, content, 'find', fact.subjectId, fact))
        const [first] = content.content.items
        const checks = [...new Set(inspection?.tasks.flatMap((task) => task.duties.flatMap((duty) => (duty.done?.outcome === 'problem' ? [duty.code] : []))) ?? [])]
        await tellFind(tx, context, parts, { port, inspection: fact.subjectId, summary: { number: one.number, hs: first?.hs ?? '', origin: first?.origin ?? '', checks: checks.join(', ') } })
      }
    }
  }
  for (const { declaration, found, fresh } of await noteLooks(tx, port, [...looks].map(([declaration, { foundOn }]) => ({ declaration, found: foundOn !== undefined })))) {
    const { day, foundOn } = must(looks.get(declaration), 'a case just looked at')
    for (const rule of cases.get(declaration)?.rules ?? []) {
      if (fresh) addRule(sums, rule, day, { inspected: 1 })
      if (found) addRule(sums, rule, foundOn ?? day, { finds: 1 })
    }
  }
  await addRuleDays(tx, port, [...sums.rules.values()])
  await addExportDays(tx, port, [...sums.exports.values()])
  await writeIndicators(tx, context, parts, indicators)
  for (const [producer, told] of judged) await judgeExports(tx, context, parts.law(), port, producer, told)
  if (judged.size > 0) await append(tx, context, [{ port, subjectKind: 'export-quality', subjectId: port, type: 'ExportQualityJudged', payload: { producers: judged.size } }])
}

/**
 * Follows the sealed ledger of a port and counts what each rule brought (RR-16), what speaks against goods of a producer (RR-19) and how exports fare (RR-20). The
 * place in the ledger moves in the transaction that counts: every entry counts once, whatever happens to the worker, and nothing that grows is scanned.
 */
export function followLedger(parts: RiskParts): JobKind {
  return {
    async run(context, job) {
      // The rules as they are: what follows from a warning is decided by them.
      await parts.rules.current()
      for (let more = true; more; ) {
        more = await context.db.transaction(async (tx) => {
          const from = await lockFollow(tx, job.port)
          const sealed = (await readSealedSizes(tx)).get(job.port) ?? 0
          const to = Math.min(sealed, from + page)
          if (to > from) {
            await countFacts(tx, context, parts, job.port, await readSealedFacts(tx, job.port, from, to))
            await moveFollow(tx, job.port, to)
          }
          if (to < sealed) return true
          await job.finishIn(tx)
          return false
        })
      }
    },
  }
}
