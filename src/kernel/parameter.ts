import { inForce, type Instant } from './instant.ts'
import { must } from './invariant.ts'
import type { Pack, Parameter } from './pack.ts'

/** Where a parameter is asked for; absent: what holds everywhere. */
export interface ParameterScope {
  readonly port?: string
  readonly objectKind?: string
}

/**
 * The value of a pack's parameter at a moment, in the parameter's unit: what was set for `port/object kind` wins over the port,
 * the port over the object kind, that over the default. Throws when the pack has no such parameter in force: a pack must be complete.
 */
export function parameterValue(pack: Pick<Pack, 'parameters'>, name: string, at: Instant, scope: ParameterScope = {}): number {
  const parameter: Parameter = must(
    pack.parameters.find((entry) => entry.name === name && inForce(entry, at)),
    `the pack has no parameter ${name} in force`,
  )
  const overrides = parameter.overrides ?? {}
  const { port, objectKind } = scope
  const exact = port === undefined || objectKind === undefined ? undefined : overrides[`${port}/${objectKind}`]
  return exact ?? (port === undefined ? undefined : overrides[port]) ?? (objectKind === undefined ? undefined : overrides[objectKind]) ?? parameter.value
}
