import { z } from 'zod'
import { readWork, settleGoods } from '../../joint/inspections/public.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { JobKinds } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { lockCases, type DeclarationCase } from '../../window/declarations/public.ts'
import { findAwaitingRegistration, missingMeasures } from '../release/public.ts'

const Asked = z.object({ ids: z.array(z.uuid()) })
const Began = z.object({ scheme: z.string(), enterprise: z.string() })

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

/**
 * The jobs of measures (RR-08). `measures-asked`: what goods that were kept for measures miss is written down, and whom it concerns is told.
 * `registration-began`: goods that waited for a registration are looked at again, and go when nothing else is missing.
 */
export function measureJobs(law: () => Pack): JobKinds {
  return {
    'measures-asked': {
      async run(context, job) {
        const { ids } = Asked.parse(job.payload)
        const pack = law()
        await context.db.transaction(async (tx) => {
          const cases = (await lockCases(tx, job.port, ids)).filter(({ status }) => status === 'accepted' || status === 'held')
          await settle(tx, context, pack, job.port, cases.map(({ id }) => id))
          const missing = (await missingMeasures(tx, pack, job.port, await readWork(tx, job.port, cases), context.now)).filter(({ left }) => left.length > 0)
          await append(tx, context, missing.map(({ declaration, left }) => ({
            port: job.port, subjectKind: 'declaration', subjectId: declaration.id, type: 'MeasuresAsked',
            payload: { number: declaration.number, measures: left.map(({ code, agency, lines }) => ({ measure: code, agency, lines: [...lines] })) }, audience: [`enterprise:${declaration.declarant}`],
          })))
          await oweNotices(tx, context, missing.flatMap(({ declaration, left }) => noticesOf(declaration, left, pack)))
          await job.finishIn(tx)
        })
      },
    },
    'registration-began': {
      async run(context, job) {
        const { scheme, enterprise } = Began.parse(job.payload)
        const waiting = await findAwaitingRegistration(context.db, scheme, enterprise)
        for (const port of new Set(waiting.map((one) => one.port))) {
          const ids = waiting.filter((one) => one.port === port).map(({ declaration }) => declaration)
          await context.db.transaction((tx) => settle(tx, context, law(), port, ids))
        }
      },
    },
  }
}
