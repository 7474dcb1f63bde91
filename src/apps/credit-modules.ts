import type { GradeLookup, Rules } from '../assess/public.ts'
import { appealKind, creditJobs, creditKinds, creditLaw, creditPartners, creditRoutes, creditScales, followDecision, judgeRegistered, openCreditBook, watchCreditRules, type CreditParts, type DecidedGoods } from '../assess/credit/public.ts'
import type { Gates } from '../joint/inspections/public.ts'
import type { OnOffence } from '../joint/transfers/public.ts'
import { invariant } from '../kernel/invariant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Context, Machine } from '../platform/context.ts'
import type { Api } from '../platform/http/api.ts'
import type { Tx } from '../platform/database/database.ts'
import type { LedgerStamp } from '../platform/ledger/fact.ts'
import type { JobKinds } from '../platform/jobs/public.ts'
import { anyCaseKind, type AnyCaseKind } from '../platform/procedures/public.ts'
import { enterprises, gradesFrom } from '../registry/parties/public.ts'
import { anyRegister, loadRegister, type AnyRegister, type RegisterCache } from '../registry/register/public.ts'
import { findDeclarants } from '../window/declarations/public.ts'
import { offenceIntoCredit } from './offence-credit.ts'

/** Registers of credit. */
export const creditRegisters = [anyRegister(creditKinds), anyRegister(creditScales), anyRegister(creditPartners)]

/** Enterprise credit. */
export interface CreditModules {
  readonly parts: CreditParts
  readonly kinds: readonly AnyCaseKind[]
  readonly jobs: JobKinds
  /** Grades by the credit records; of an enterprise without one, by its register. */
  readonly grades: GradeLookup
  /** The rules, never handed out with grades of more than a second ago. */
  fresh(rules: Rules): Rules
  /** What follows an agency's decision. */
  readonly onDecided: NonNullable<Gates['onDecided']>
  /** What follows a commissioned test that failed. */
  readonly onFailed: (tx: Tx, context: Context, decided: DecidedGoods) => Promise<void>
  /** What follows an offence that was decided on. */
  readonly onOffence: OnOffence
  /** The registers, with what credit holds against grades written by hand. */
  judged(registers: readonly AnyRegister[]): readonly AnyRegister[]
  routes(api: Api): void
}

/** What credit asks of the registers. */
export function creditParts(pack: () => Pack, cache: RegisterCache): CreditParts {
  const registered: CreditParts['registered'] = (enterprise) =>
    (cache.versions(enterprises).get(enterprise) ?? []).map(({ version, data, validFrom }) => ({ version, grade: data.creditGrade, from: validFrom }))
  return { law: creditLaw(pack, cache), pack, cache, registered }
}

/** Puts enterprise credit together. */
export function createCreditModules(machine: Machine, pack: () => Pack, cache: RegisterCache): CreditModules {
  const parts = creditParts(pack, cache)
  const book = openCreditBook(machine)
  const ofRegister = gradesFrom(cache)
  const appeals = anyCaseKind(appealKind(parts))
  watchCreditRules(machine, parts)
  const judgedEnterprises: typeof enterprises = {
    ...enterprises,
    judge: (db, changes, at) => judgeRegistered(db, parts, changes.map(({ data, former }) => ({ enterprise: data.code, grade: data.creditGrade, former: former?.creditGrade })), at),
  }
  return {
    parts,
    kinds: [appeals],
    jobs: creditJobs(parts),
    grades: (enterprise, at) => book.find(enterprise, at) ?? ofRegister(enterprise, at),
    fresh: (rules) => ({
      ...rules,
      async current() {
        const reading = book.ready()
        if (reading !== undefined) await reading
        return rules.current()
      },
    }),
    onFailed: (tx, context, decided) => followDecision(tx, context, parts, decided),
    onOffence: offenceIntoCredit(parts),
    async onDecided({ tx, context }, inspection, agency) {
      const task = inspection.tasks.find((one) => one.agency === agency)
      if (task?.disposition === undefined || inspection.declarations.length === 0) return
      const { effect, reason } = task.disposition
      if (effect !== 'refuse' && effect !== 'treat') return
      const declarants = await findDeclarants(tx, inspection.port, inspection.declarations)
      await followDecision(tx, context, parts, { port: inspection.port, case: { kind: 'joint-inspection', id: inspection.id }, agency, enterprises: [...declarants.values()], effect, duties: task.duties, reason })
    },
    judged: (registers) => registers.map((register) => (register.name === enterprises.name ? anyRegister(judgedEnterprises) : register)),
    routes: (api) => creditRoutes(api, parts, appeals, (enterprise, at) => {
      const name = cache.find(enterprises, enterprise, at)?.name
      return name === undefined ? undefined : { zh: name.zh, en: name.en ?? name.zh }
    }),
  }
}

/** Puts the pack's kinds and scale into their registers, for officers to go on from; may run at every start. */
export async function seedCreditRegisters(tx: Tx, stamp: LedgerStamp, pack: Pack): Promise<void> {
  const options = { source: `pack ${pack.code}`, keepOthers: true }
  const kinds = pack.credit.kinds.map(({ validFrom, validTo, ...data }) => ({ data, validFrom, ...(validTo === undefined ? {} : { validTo }) }))
  const scale = pack.credit.scales.at(-1)
  const loaded = [await loadRegister(tx, stamp, creditKinds, kinds, options)]
  if (scale !== undefined) {
    const { version: _version, validFrom, validTo: _validTo, ...data } = scale
    loaded.push(await loadRegister(tx, stamp, creditScales, [{ data: { code: 'scale', ...data }, validFrom }], options))
  }
  for (const { refused } of loaded) invariant(refused.length === 0, `pack ${pack.code} does not fit the registers of credit: ${JSON.stringify(refused[0])}`)
}
