import { tighten } from '../../assess/public.ts'
import { inForce, plus, toIso } from '../../kernel/instant.ts'
import type { DispositionKind, ObjectKind, Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { openCase, type AnyCaseKind } from '../../platform/procedures/public.ts'
import { findDeclaredGoods, findReleasedGoods, policyClocks } from '../../window/declarations/public.ts'
import { codesSampled, saysSampleFailed, type SampledGoods } from './domain/failed-sample.ts'
import type { RecallData } from './recall-kind.ts'

/** An agency's decision about goods it took a sample of. */
export interface DecidedSample {
  readonly port: string
  readonly inspection: string
  readonly object: { readonly kind: ObjectKind; readonly ref: string }
  readonly declarations: readonly string[]
  readonly agency: string
  readonly duties: readonly { readonly code: string; readonly done?: object | undefined }[]
  readonly disposition: { readonly code: string; readonly effect: DispositionKind['effect']; readonly reason?: string | undefined }
}

/** More are listed by the search of declarations. */
const mostListed = 500

/** Whether the goods were let go when their sample was taken: then a failure comes too late to keep them. */
function wentBySample(pack: Pack, goods: SampledGoods): boolean {
  return pack.releaseModes.some((mode) => mode.code === goods.releaseMode && inForce(mode, goods.acceptedAt) && mode.releasedAt === 'sampled')
}

/**
 * What follows when a sample turns out to have failed after it let the goods go (RR-05), in the transaction of the decision: the mode of that
 * enterprise and goods becomes stricter from now on, the enterprise is told, and a recall assessment is opened that lists what was let go before.
 * One failed sample does so once, whatever is decided about it later.
 */
export async function followFailedSample(tx: Tx, context: Context, pack: Pack, kind: AnyCaseKind, sample: DecidedSample): Promise<void> {
  if (!saysSampleFailed(sample, sample.disposition.effect)) return
  const concerned = (await findDeclaredGoods(tx, sample.port, sample.declarations)).filter((goods) => wentBySample(pack, goods))
  const { now } = context
  const since = plus(now, -parameterValue(pack, 'recall.window', now, { port: sample.port }))
  const ports = pack.ports.filter((port) => inForce(port, now)).map((port) => port.code)
  const reason = sample.disposition.reason ?? sample.disposition.code
  for (const goods of concerned) {
    for (const hs of codesSampled(goods, sample.object)) {
      const { agency, inspection, port } = sample
      const tightened = await tighten(tx, context, pack, { enterprise: goods.declarant, hs, direction: goods.direction, reason, cause: `inspection ${inspection} ${agency}` })
      if (tightened === undefined) continue
      const facts = { enterprise: goods.declarant, hs, reason, until: toIso(tightened.validTo) }
      const told: NewNotice[] = ([{ kind: 'enterprise', code: goods.declarant }, { kind: 'agency', code: agency }] as const).map((recipient) => ({ port, recipient, type: 'ModeTightened', subjectKind: 'tightening', subjectId: tightened.id, facts }))
      await oweNotices(tx, context, told)
      const released = await findReleasedGoods(tx, ports, goods.declarant, hs, since, mostListed + 1)
      const data: RecallData = {
        agency, enterprise: goods.declarant, hs, inspection, disposition: sample.disposition.code, reason, since: toIso(since),
        released: released.slice(0, mostListed).map((one) => ({ port: one.port, id: one.id, number: one.number, releasedAt: toIso(one.releasedAt) })),
        more: released.length > mostListed,
      }
      const clocks = await policyClocks(tx, port, [goods.id], kind.procedure.clocks)
      await openCase(tx, context, kind, { port, parties: [`agency:${agency}`], subject: { kind: 'joint-inspection', id: inspection }, data, clocks })
    }
  }
}

/** An inspection in which an agency has decided. */
interface DecidedInspection {
  readonly port: string
  readonly id: string
  readonly object: DecidedSample['object']
  readonly declarations: readonly string[]
  readonly tasks: readonly { readonly agency: string; readonly duties: DecidedSample['duties']; readonly disposition?: DecidedSample['disposition'] }[]
}

/** What inspections call after each decision. */
export function recallAfter(kind: AnyCaseKind) {
  return async ({ tx, context, pack }: { readonly tx: Tx; readonly context: Context; readonly pack: Pack }, inspection: DecidedInspection, agency: string): Promise<void> => {
    const task = inspection.tasks.find((one) => one.agency === agency)
    if (task?.disposition === undefined) return
    const { port, id, object, declarations } = inspection
    await followFailedSample(tx, context, pack, kind, { port, inspection: id, object, declarations, agency, duties: task.duties, disposition: task.disposition })
  }
}
