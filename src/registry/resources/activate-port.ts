import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { portOpenings, ports } from '../reference/public.ts'
import { loadRegister, type RegisterCache } from '../register/public.ts'
import { refuseOpening } from './domain/may-open-port.ts'
import { platformPlans, sites } from './registers.ts'

/** Where the opening of a port stands. */
export const PortStatus = z.object({
  port: z.string(),
  status: z.enum(['planning', 'active']),
  /** What has to be there before it opens. */
  missing: z.array(z.object({ code: z.string(), platform: z.string().optional() })),
  plan: z.object({ platforms: z.array(z.string()), agencies: z.array(z.string()), approvedOn: z.string(), document: z.string() }).optional(),
})
export type PortStatus = z.infer<typeof PortStatus>

/** What the opening of ports is judged by. */
export interface OpeningParts {
  readonly cache: RegisterCache
  readonly law: () => Pack
}

function missingAt({ cache }: OpeningParts, port: string, now: Context['now']): Refusal[] {
  const plan = cache.find(platformPlans, port, now)
  return refuseOpening(port, plan, (code) => cache.find(sites, code, now))
}

/** Whether a port is open, and what its opening lacks (JI-18). Ports nobody has recorded do not exist. */
export function portStatus(parts: OpeningParts, port: string, now: Context['now']): Result<PortStatus> {
  const active = parts.law().ports.some((known) => known.code === port)
  if (!active && parts.cache.find(ports, port, now) === undefined) return refuse({ code: 'common/not-found' })
  const plan = parts.cache.find(platformPlans, port, now)
  const missing = active ? [] : missingAt(parts, port, now).map(({ code, facts }) => ({ code, ...(facts?.['platform'] === undefined ? {} : { platform: String(facts['platform']) }) }))
  return ok({ port, status: active ? 'active' : 'planning', missing, ...(plan === undefined ? {} : { plan: { platforms: plan.platforms, agencies: plan.agencies, approvedOn: plan.approvedOn, document: plan.document } }) })
}

/** Who opens ports. */
function mayOpenPorts(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'administrator', 'headquarters') ? undefined : { code: 'common/not-permitted' }
}

/**
 * Opens a new port (JI-18): only with a plan of platforms that its agencies share, each of them a platform of that port in the register of sites.
 * From then on directives and declarations are taken there. Opening an open port changes nothing.
 */
export async function activatePort(tx: Tx, context: Context, parts: OpeningParts, port: string): Promise<Result<PortStatus>> {
  const denied = mayOpenPorts(context.actor)
  if (denied !== undefined) return refuse(denied)
  const status = portStatus(parts, port, context.now)
  if (!status.ok || status.value.status === 'active') return status
  const [first, ...rest] = missingAt(parts, port, context.now)
  if (first !== undefined) return refuse(first, ...rest)
  await loadRegister(tx, context, portOpenings, [{ data: { port, openedBy: context.actor.name }, validFrom: context.now }], { source: 'opening' })
  return ok({ ...status.value, status: 'active', missing: [] })
}
