import { z } from 'zod'
import { hours } from '../../kernel/instant.ts'
import { objectKinds, type CollisionRule, type Pack } from '../../kernel/pack.ts'
import { hasRole } from '../../kernel/actor.ts'
import { Code, defineRegister, type RegisterCache } from '../../registry/register/public.ts'

const CollisionRuleEntry = z.strictObject({
  id: Code,
  /** Absent: every port. */
  port: Code.optional(),
  /** Absent: every kind of object. */
  objectKind: z.enum(objectKinds).optional(),
  /** The reasonable time interval between two needed times, in hours. */
  windowHours: z.number().gt(0).max(24 * 365),
})

/** Rules of collision that a port sets for itself (合理时间区间, DC-05): the window no document names. Each change is a new version (DC-13). */
export const collisionRules = defineRegister({
  name: 'collision-rules',
  rule: 'agreed',
  title: { zh: '指令对碰规则', en: 'Collision rules' },
  clause: 'DC-05',
  owner: 'coordinator',
  schema: CollisionRuleEntry,
  key: (rule) => rule.id,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})

/**
 * The pack with the collision rules of the register beside its own, each version with its times, so that a case is judged by the rule of its time
 * and a replay can name any version. A rule of the register that bears the id of one of the pack continues its versions.
 */
export function withCollisionRules(pack: () => Pack, cache: RegisterCache): () => Pack {
  let built: { readonly from: Pack; readonly revision: number; readonly pack: Pack } | undefined
  return () => {
    const from = pack()
    if (built?.from === from && built.revision === cache.revision()) return built.pack
    const recorded = [...cache.versions(collisionRules)].flatMap(([id, versions]) => {
      const before = Math.max(0, ...from.collisionRules.filter((rule) => rule.id === id).map((rule) => rule.version))
      return versions.map(({ data, version, validFrom, validTo }): CollisionRule => ({
        id,
        version: before + version,
        ...(data.port === undefined ? {} : { port: data.port }),
        ...(data.objectKind === undefined ? {} : { objectKind: data.objectKind }),
        window: hours(data.windowHours),
        clause: 'DC-05',
        validFrom,
        ...(validTo === undefined ? {} : { validTo }),
      }))
    })
    built = { from, revision: cache.revision(), pack: { ...from, collisionRules: [...from.collisionRules, ...recorded] } }
    return built.pack
  }
}
