import { everyPort } from '../../kernel/actor.ts'
import { plus, toIso, type Instant } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { casesAbout } from '../../platform/procedures/public.ts'
import type { AppealData } from './appeal-kind.ts'
import { appealProcedure } from './domain/appeal-procedure.ts'
import { entriesOf, foldRecord, recordAsKnown, type CreditEntry } from './domain/credit-record.ts'
import { kindOn } from './domain/credit-rules.ts'
import { startOfDay, type Day } from './domain/day.ts'
import { gradeOn, type Standing } from './domain/grade-on.ts'
import { gradePeriods } from './domain/grade-periods.ts'
import { isOfficial, partnerOf, sightOf } from './domain/permissions.ts'
import { recoveryFrom } from './domain/recovery.ts'
import { creditSpread, partnersAt, type CreditParts } from './parts.ts'
import { historyOf, readFacts, type StoredPeriod } from './store.ts'
import { creditView, dayAsked, type AppealState, type CreditView } from './views.ts'

/** Names enterprises as their register has them. */
export type EnterpriseName = (enterprise: string, at: Instant) => { readonly zh: string; readonly en: string } | undefined

/** The grades an enterprise was registered with, where it has no record yet: as if they had been granted. */
function registeredEntries({ registered, law }: CreditParts, enterprise: string): CreditEntry[] {
  const { law: credit } = law()
  return registered(enterprise).map(({ version, grade, from }) => ({
    id: `00000000-0000-7000-8000-${String(version).padStart(12, '0')}`, kind: credit.automatic.granted, occurredOn: dayAsked(undefined, from, credit.timeZone), port: everyPort, grade, state: 'recorded',
    recordedAt: from, recordedBy: 'system', reports: [{ source: 'register', reference: `enterprises ${version}`, evidence: [], at: from, by: 'system', byName: 'register' }],
  }))
}

/** Where the appeals against these events stand. */
async function appealsOf(db: Queryable, enterprise: string, entries: readonly CreditEntry[]): Promise<ReadonlyMap<string, AppealState>> {
  const ports = new Set(entries.flatMap(({ appeal, port }) => (appeal === undefined ? [] : [port])))
  const cases = (await Promise.all([...ports].map((port) => casesAbout(db, port, appealProcedure.name, { kind: 'credit', id: enterprise })))).flat()
  return new Map(cases.map(({ id, state, due_at: due, overdue, data }) => [id, {
    state, stateTitle: appealProcedure.states[state as keyof typeof appealProcedure.states], decidedBy: state === 'escalated' ? 'headquarters' : (data as AppealData).agency, overdue: overdue.length > 0,
    ...(due === null ? {} : { due: toIso(due) }),
  }]))
}

/** The grade the register of enterprises has at a moment. */
function registeredAt<Version extends { readonly from: Instant }>(versions: readonly Version[], at: Instant): Version | undefined {
  return versions.filter(({ from }) => from <= at).reduce<Version | undefined>((latest, one) => (latest === undefined || one.from > latest.from ? one : latest), undefined)
}

/**
 * A credit record for whoever asks (RR-10…RR-13): the enterprise itself and officials see all of it, a partner what its agreement says. For anybody else, and
 * for enterprises nobody knows, there is none. What a partner reads is written into the ledger, where the enterprise can see it.
 */
export async function readRecord(context: Context, parts: CreditParts, nameOf: EnterpriseName, enterprise: string, day?: Day): Promise<Result<CreditView>> {
  const { actor, now, db } = context
  const partner = partnerOf(actor, partnersAt(parts.cache, now))
  const sees = sightOf(actor, enterprise, partner)
  if (sees.length === 0) return refuse({ code: 'common/not-found' })
  const own = actor.enterprise === enterprise && !isOfficial(actor)
  const facts = await readFacts(db, enterprise)
  const entries = facts.length === 0 ? registeredEntries(parts, enterprise) : entriesOf(foldRecord(enterprise, facts))
  const name = nameOf(enterprise, now)
  if (entries.length === 0 && name === undefined && !own) return refuse({ code: 'common/not-found' })
  const law = parts.law()
  const asked = dayAsked(day, now, law.law.timeZone)
  const standing = gradeOn(law.rules, entries, asked)
  if (partner !== undefined && !own) {
    const fact = { port: everyPort, subjectKind: 'credit', subjectId: enterprise, type: 'CreditRead', payload: { partner: partner.code, sees: [...sees], day: asked, grade: standing.grade }, audience: [`enterprise:${enterprise}`] }
    await db.transaction((tx) => append(tx, context, [fact]))
  }
  const appeals = sees.includes('events') ? await appealsOf(db, enterprise, entries) : new Map<string, AppealState>()
  const inRegister = facts.length === 0 ? undefined : registeredAt(parts.registered(enterprise), now)
  const registered = inRegister?.grade === gradeOn(law.rules, entries, dayAsked(undefined, now, law.law.timeZone)).grade ? undefined : inRegister
  const window = parameterValue(parts.pack(), 'credit.appeal-window', now)
  const mayAppeal = (entry: CreditEntry): boolean => own && facts.length > 0 && entry.state === 'recorded' && kindOn(law.rules, entry.kind, entry.occurredOn)?.effect !== 'good' && now <= plus(entry.recordedAt, window)
  return ok(creditView({
    enterprise, sees, law, standing, graded: entries.length > 0, entries, periods: gradePeriods(law.rules, entries), recovery: recoveryFrom(law.rules, entries, asked), now, official: isOfficial(actor) && partner === undefined, mayAppeal, appeals, registered,
    ...(name === undefined ? {} : { name }),
  }))
}

/** A day seen from two moments: what was believed of it then by the grades kept, and what the facts known then give when they are folded again. */
export interface Compared {
  readonly day: Day
  readonly known: Instant
  readonly believed: StoredPeriod | undefined
  readonly recomputed: Standing | undefined
  readonly now: Standing
}

/** Recomputes a past day (RR-11): as it was known at a moment, beside what was kept of that belief and what is known now. */
export async function compareDay(context: Context, parts: CreditParts, enterprise: string, day: Day, known: Instant): Promise<Compared> {
  const { rules, law } = parts.law()
  const [facts, history] = await Promise.all([readFacts(context.db, enterprise), historyOf(context.db, enterprise)])
  const at = startOfDay(day, law.timeZone)
  const then = entriesOf(recordAsKnown(enterprise, facts, known))
  // Grades are in force a moment after what they rest on was written: kept beliefs are looked up past that moment.
  const later = plus(known, creditSpread)
  const believed = history.find((one) => one.knownFrom <= later && (one.knownTo === undefined || later < one.knownTo) && one.validFrom <= at && (one.validTo === undefined || at < one.validTo))
  return { day, known, believed, recomputed: then.length === 0 ? undefined : gradeOn(rules, then, day), now: gradeOn(rules, entriesOf(foldRecord(enterprise, facts)), day) }
}
