import type { DealingPlan } from '../../seed/dealings.ts'
import { raiseIssue, RaiseIssue } from '../joint/agreements/issues.ts'
import { requestTest, RequestTest } from '../joint/laboratories/request-test.ts'
import { queryTradeData, QueryTradeData } from '../joint/mutual/query-trade-data.ts'
import { requestAssistance, RequestAssistance } from '../joint/mutual/request-assistance.ts'
import { sendTransfer, SendTransfer } from '../joint/transfers/send-transfer.ts'
import { must } from '../kernel/invariant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Result } from '../kernel/result.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database/database.ts'
import { actOnCase } from '../platform/procedures/work-case.ts'
import type { AnyCaseKind } from '../platform/procedures/public.ts'
import type { RegisterCache } from '../registry/register/public.ts'
import type { Done } from '../watch/replay/public.ts'

interface Parts {
  readonly law: () => Pack
  readonly cache: RegisterCache
  readonly kinds: readonly AnyCaseKind[]
}

/** One dealing of the demonstration about a declaration, and its answer, by the use cases their routes call. `by`: the context of an agency at a moment. */
export async function dealInDemo(parts: Parts, plan: DealingPlan, declaration: string, by: (agency: string, minutesLater: number) => Context): Promise<Done> {
  const context = by(plan.agency, 0)
  const { port, what, body } = plan
  const subject = { kind: 'declaration' as const, id: declaration }
  const kindOf = (name: string): AnyCaseKind => must(parts.kinds.find((kind) => kind.procedure.name === name), `no procedure ${name}`)
  await parts.cache.refresh()
  if (what === 'data-query') {
    const answered = await queryTradeData(context, parts.law(), parts.cache, QueryTradeData.parse({ declaration, ...body }))
    return answered.ok ? { ok: true } : answered
  }
  const opened = await context.db.transaction(async (tx: Tx): Promise<Result<{ readonly id: string }>> => {
    switch (what) {
      case 'case-transfer':
        return sendTransfer(tx, context, kindOf(what), parts.law(), SendTransfer.parse({ port, subject, ...body }))
      case 'mutual-assistance':
        return requestAssistance(tx, context, kindOf(what), parts.law(), RequestAssistance.parse({ port, subject, ...body }))
      case 'coordination-issue':
        return raiseIssue(tx, context, kindOf(what), parts, RaiseIssue.parse({ port, subject, ...body }))
      case 'laboratory-test':
        return requestTest(tx, context, parts.law(), parts.cache, RequestTest.parse({ port, declaration, ...body }))
    }
  })
  if (!opened.ok) return opened
  const { answer } = plan
  if (answer === undefined) return { ok: true }
  const acting = by(answer.agency, 35)
  const acted = await acting.db.transaction((tx) => actOnCase(tx, acting, kindOf(what), opened.value.id, answer.act, answer.evidence))
  return acted.ok ? { ok: true } : acted
}
