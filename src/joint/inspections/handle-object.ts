import { z } from 'zod'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { inForce } from '../../kernel/instant.ts'
import { objectKinds } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { findDirectives } from '../directives/public.ts'
import { cleanName } from '../../window/objects/public.ts'
import { isHolder, kindOfKey, nameOfKey } from '../object-names.ts'
import { lockObject } from '../ports.ts'
import { plainText } from './bodies.ts'
import type { Inspection } from './domain/inspection.ts'
import type { HandlingAction } from './domain/event.ts'
import type { Handling } from './domain/session.ts'
import { findHandlings } from './handling-store.ts'
import type { Step } from './step.ts'

/** What was opened, weighed or scanned; the object may be left out where the inspection has only one. */
export const HandleObject = z.strictObject({
  id: z.uuid().optional(),
  object: z.strictObject({ kind: z.enum(objectKinds), ref: plainText(100) }).optional(),
  reason: plainText(500).optional(),
  grossKg: z.number().gt(0).max(1e9).optional(),
  image: plainText(200).optional(),
  device: plainText(64).optional(),
  seal: plainText(64).optional(),
})
export type HandleObject = z.infer<typeof HandleObject>

/** The objects an inspection may lay hands on: what its directives name, and what the consignments and items among them lie in. */
export async function objectsOf(db: Queryable, inspection: Inspection): Promise<Handling['object'][]> {
  const directives = await findDirectives(db, inspection.port, inspection.tasks.flatMap((task) => [...task.directives]))
  const keys = [...new Set([inspection.object.key, ...directives.flatMap((directive) => [...directive.keys.map(({ key }) => key), ...directive.places])])]
  return keys.map((key) => ({ key, kind: kindOfKey(key), ref: key === inspection.object.key ? inspection.object.ref : nameOfKey(key, new Map()) }))
}

/** The object meant: the named one; else the only container or parcel, or the inspection's own object where there is none at all. */
function chooseObject(inspection: Inspection, objects: readonly Handling['object'][], named: HandleObject['object']): Result<Handling['object']> {
  if (named !== undefined) {
    const spelt = (ref: string): string => (named.kind === 'consignment' || named.kind === 'item' ? ref.trim().toUpperCase() : cleanName(named.kind, ref))
    const found = objects.find((object) => object.kind === named.kind && spelt(object.ref) === spelt(named.ref))
    if (found !== undefined) return ok(found)
    return refuse({ code: 'inspections/object-not-here', pointer: '/object/ref', facts: { ref: named.ref, objects: objects.map((object) => object.ref).join(', ') } })
  }
  const holders = objects.filter((object) => isHolder(object.kind))
  const [only, another] = holders
  if (another !== undefined && !isHolder(inspection.object.kind)) {
    return refuse({ code: 'inspections/object-required', pointer: '/object', facts: { objects: holders.map((object) => object.ref).join(', ') } })
  }
  if (isHolder(inspection.object.kind) || only === undefined) return ok(inspection.object)
  return ok(only)
}

/**
 * Opens, weighs or scans an object once for everybody (JI-10, JI-11). Counted per object and visit over all inspections of the port, so that a
 * second opening the next day needs its reason too, and a second weighing is offered the first one's record.
 */
export function handling(action: HandlingAction): Step<HandleObject> {
  return {
    alone: false,
    async look({ tx, context, pack, inspection }, body) {
      const object = chooseObject(inspection, await objectsOf(tx, inspection), body.object)
      if (!object.ok) return object
      await lockObject(tx, inspection.port, object.value.key)
      const earlier = (await findHandlings(tx, inspection.port, [object.value.key])).filter((known) => known.action === action)
      const shared = pack.methods.some((rule) => rule.method === action && rule.shared && inForce(rule, context.now))
      const { id: _command, object: _named, ...report } = body
      const measured = Object.fromEntries(Object.entries(report).filter(([, value]) => value !== undefined)) as Pick<Handling, 'reason' | 'grossKg' | 'image' | 'device' | 'seal'>
      return ok({ act: action, report: { ...measured, id: context.newId(), action, object: object.value }, earlier, shared })
    },
    tell: () => ({}),
  }
}
