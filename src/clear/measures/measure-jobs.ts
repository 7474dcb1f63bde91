import { z } from 'zod'
import { isRegistered, wantedMeasures, type WantedMeasure } from '../../assess/modes/public.ts'
import { readWork, settleGoods } from '../../joint/inspections/public.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { JobKinds } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { findCases, findWaitingIds, lockCases, type DeclarationCase } from '../../window/declarations/public.ts'
import { findAwaitingRegistration, missingMeasures } from '../release/public.ts'

const Asked = z.object({ ids: z.array(z.uuid()) })
const Registration = z.object({ scheme: z.string(), enterprise: z.string() })

async function settle(tx: Tx, context: Context, pack: Pack, port: string, ids: readonly string[]): Promise<void> {
  await settleGoods(tx, { port, pack, actor: context.actor, now: context.now, newId: context.newId }, ids)
}

/** Who is told that something is asked: the declarant, and each agency that judges some of it. */
function noticesOf({ port, id, number, reference, declarant }: DeclarationCase, left: readonly { readonly code: string; readonly agency: string }[], pack: Pack): NewNotice[] {
  const named = (codes: readonly string[], language: 'zh' | 'en'): string => codes.map((code) => pack.measures.find((measure) => measure.code === code)?.name[language] ?? code).join(language === 'zh' ? '、' : ', ')
  const about = { port, type: 'MeasuresAsked', subjectKind: 'declaration', subjectId: id } as const
  const facts = (codes: readonly string[]) => ({ number, reference, zh: named(codes, 'zh'), en: named(codes, 'en') })
  const agencies = [...new Set(left.map(({ agency }) => agency))].sort()
  return [
    { ...about, recipient: { kind: 'enterprise', code: declarant }, facts: facts(left.map(({ code }) => code)) },
    ...agencies.map((code): NewNotice => ({ ...about, recipient: { kind: 'agency', code }, facts: facts(left.filter(({ agency }) => agency === code).map((one) => one.code)) })),
  ]
}

/** Goods that still wait are settled once more, and what they miss is written down and told to whom it concerns. */
async function tellMissing(tx: Tx, context: Context, pack: Pack, port: string, cases: readonly DeclarationCase[]): Promise<void> {
  if (cases.length === 0) return
  await settle(tx, context, pack, port, cases.map(({ id }) => id))
  const missing = (await missingMeasures(tx, pack, port, await readWork(tx, port, cases), context.now)).filter(({ left }) => left.length > 0)
  await append(tx, context, missing.map(({ declaration, left }) => ({
    port, subjectKind: 'declaration', subjectId: declaration.id, type: 'MeasuresAsked',
    payload: { number: declaration.number, measures: left.map(({ code, agency, lines }) => ({ measure: code, agency, lines: [...lines] })) }, audience: [`enterprise:${declaration.declarant}`],
  })))
  await oweNotices(tx, context, missing.flatMap(({ declaration, left }) => noticesOf(declaration, left, pack)))
}

const waits = ({ status }: DeclarationCase): boolean => status === 'accepted' || status === 'held'
/** Declarations looked at in one transaction. */
const atOnce = 200

/** Goods of a port that wait and were asked for a registration which has ended are examined anew, a part at a time. */
async function examineAnew(context: Context, pack: Pack, port: string, relies: (measure: WantedMeasure) => boolean): Promise<void> {
  for (let after: string | undefined; ; ) {
    const ids = await findWaitingIds(context.db, port, after, atOnce)
    const concerned = (await findCases(context.db, port, ids)).filter(({ assessment }) => wantedMeasures(assessment.explanation.steps).some(relies)).map(({ id }) => id)
    if (concerned.length > 0) await context.db.transaction(async (tx) => tellMissing(tx, context, pack, port, (await lockCases(tx, port, concerned)).filter(waits)))
    after = ids.at(-1)
    if (ids.length < atOnce) return
  }
}

/**
 * The jobs of measures (RR-08). `measures-asked`: what goods that were kept for measures miss is written down, and whom it concerns is told.
 * `registration-began`: goods that waited for a registration are looked at again, and go when nothing else is missing.
 * `registration-ended`: goods that still wait and rely on one that ran out, was suspended or revoked are examined anew (TP-10).
 */
export function measureJobs(law: () => Pack): JobKinds {
  return {
    'measures-asked': {
      async run(context, job) {
        const { ids } = Asked.parse(job.payload)
        await context.db.transaction(async (tx) => {
          await tellMissing(tx, context, law(), job.port, (await lockCases(tx, job.port, ids)).filter(waits))
          await job.finishIn(tx)
        })
      },
    },
    'registration-began': {
      async run(context, job) {
        const { scheme, enterprise } = Registration.parse(job.payload)
        const waiting = await findAwaitingRegistration(context.db, scheme, enterprise)
        for (const port of new Set(waiting.map((one) => one.port))) {
          const ids = waiting.filter((one) => one.port === port).map(({ declaration }) => declaration)
          await context.db.transaction((tx) => settle(tx, context, law(), port, ids))
        }
      },
    },
    'registration-ended': {
      async run(context, job) {
        const { scheme, enterprise } = Registration.parse(job.payload)
        const pack = law()
        // Another registration of the same scheme may stand in its place.
        if (isRegistered(pack, scheme, enterprise, context.now)) return
        for (const { code } of pack.ports) await examineAnew(context, pack, code, (measure) => measure.scheme === scheme && measure.enterprise === enterprise)
      },
    },
  }
}
