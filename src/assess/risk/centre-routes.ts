import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { inForce, parseInstant, plus, toIso } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { Moment } from '../../platform/http/moments.ts'
import { countWaiting } from '../../window/declarations/public.ts'
import { listAlerts } from './alert-store.ts'
import { confidentialOf, mayReadRisk } from './domain/permissions.ts'
import { stateOfPort } from './domain/port-picture.ts'
import { judgeYield } from './domain/rule-yield.ts'
import { listEntries } from './entry-store.ts'
import { portsAt, tags } from './routes-entries.ts'
import { countHeldAt } from './held-store.ts'
import { compareQuarters } from './judge-exports.ts'
import type { RiskParts } from './parts.ts'
import { listFollowed, sumRuleDays } from './yield-store.ts'

const PortPicture = z.object({
  port: z.string(), kind: z.enum(['sea', 'rail', 'road', 'air', 'inland']), state: z.enum(['calm', 'watch', 'alarm']), waiting: z.record(z.string(), z.int()), holds: z.int(), held: z.int(), queued: z.int(), alerts: z.int(),
})
export type PortPicture = z.infer<typeof PortPicture>

const YieldView = z.object({
  /** `checks/scan-high`, `hold/<id>`, `record/<id>`. */
  rule: z.string(), label: z.string(), hits: z.int(), inspected: z.int(), finds: z.int(), minutes: z.number(), rate: z.number(), interval: z.tuple([z.number(), z.number()]), minutesPerFind: z.number().nullable(), low: z.boolean(),
})
export type YieldView = z.infer<typeof YieldView>

const Quality = z.object({ consignments: z.int(), rejected: z.int() })

/** The live picture of the ports, the yield of every rule and the quality of exports. */
export function centreRoutes(api: Api, { law }: RiskParts): void {
  api.read({
    path: '/risk-centre', operation: 'readRiskCentre', summary: 'Risk at each port as it is now: what waits by level, rules in force, what they keep, alerts to be judged', tags,
    reply: z.object({ at: z.iso.datetime(), levels: z.array(z.string()), ports: z.array(PortPicture) }),
    run: async (context) => {
      const denied = mayReadRisk(context.actor)
      if (denied !== undefined) return refuse(denied)
      const pack = law()
      const codes = portsAt(context.actor, pack)
      const [waiting, kept, holds, alerts] = await Promise.all([
        countWaiting(context.db, codes), countHeldAt(context.db, codes),
        listEntries(context.db, { kind: 'hold', ports: codes, at: context.now, agency: confidentialOf(context.actor), limit: 1000 }),
        listAlerts(context.db, { ports: codes, state: 'new', limit: 1000 }),
      ])
      const levels = pack.riskLevels.filter((level) => inForce(level, context.now)).toSorted((a, b) => a.rank - b.rank).map(({ code }) => code)
      const ofPort = (port: string) => <One extends { readonly homePort: string }>(one: One): boolean => one.homePort === port || one.homePort === everyPort
      const ports = pack.ports.filter((port) => inForce(port, context.now) && codes.includes(port.code)).map(({ code, kind }): PortPicture => {
        const own = kept.find((one) => one.port === code)
        const signs = {
          waiting: Object.fromEntries(waiting.filter((one) => one.port === code).map(({ level, count }) => [level, count])),
          holds: holds.filter(ofPort(code)).length, held: own?.held ?? 0, queued: own?.queued ?? 0, alerts: alerts.filter(ofPort(code)).length,
        }
        return { port: code, kind, state: stateOfPort(signs, levels.at(-1) ?? ''), ...signs }
      })
      return ok({ at: toIso(context.now), levels, ports })
    },
  })
  api.read({
    path: '/rule-yields', operation: 'listRuleYields', summary: 'What each rule brought over a span: hits, inspections, finds, cost, and whether it is worth it', tags,
    query: z.strictObject({ port: z.string().max(12).optional(), to: Moment.optional() }),
    reply: z.object({ from: z.iso.datetime(), to: z.iso.datetime(), least: z.object({ hits: z.int(), rate: z.number() }), followed: z.record(z.string(), z.int()), items: z.array(YieldView) }),
    run: async (context, { query }) => {
      const denied = mayReadRisk(context.actor)
      if (denied !== undefined) return refuse(denied)
      const pack = law()
      const to = (query.to === undefined ? undefined : parseInstant(query.to)) ?? context.now
      const from = plus(to, -parameterValue(pack, 'risk.yield.window', context.now))
      const ports = portsAt(context.actor, pack).filter((port) => query.port === undefined || port === query.port)
      const by = { hits: parameterValue(pack, 'risk.yield.hits', context.now), floor: parameterValue(pack, 'risk.yield.floor', context.now) }
      const [sums, followed] = [await sumRuleDays(context.db, ports, from, to), await listFollowed(context.db)]
      const named = new Map<string, string>()
      for (const kind of ['hold', 'record'] as const) {
        // Labels of the entries a reader may know; the others are left out, as in every list.
        const known = await listEntries(context.db, { kind, ports, agency: confidentialOf(context.actor), limit: 1000 })
        for (const { id, label, title } of known) named.set(`${kind}/${id}`, `${label} ${title}`)
      }
      const items = sums.flatMap(({ rule, ...sum }): YieldView[] => {
        const label = /^(hold|record)\//.test(rule) ? named.get(rule) : rule
        const { interval, ...judged } = judgeYield(sum, by)
        return label === undefined ? [] : [{ rule, label, ...judged, interval: [interval[0], interval[1]] }]
      })
      return ok({ from: toIso(from), to: toIso(to), least: { hits: by.hits, rate: by.floor }, followed: Object.fromEntries([...followed].filter(([port]) => ports.includes(port))), items })
    },
  })
  api.read({
    path: '/export-quality', operation: 'readExportQuality', summary: 'Rejected exports of a producer, this span against the one before', tags, query: z.strictObject({ producer: z.string().min(1).max(200) }),
    reply: z.object({ producer: z.string(), now: Quality, before: Quality, rise: z.number(), worse: z.boolean() }),
    run: async (context, { query }) => {
      const denied = mayReadRisk(context.actor)
      if (denied !== undefined) return refuse(denied)
      const { now, before, rise, worse } = await compareQuarters(context.db, law(), query.producer, context.now)
      const plain = ({ consignments, rejected }: typeof now) => ({ consignments, rejected })
      return ok({ producer: query.producer, now: plain(now), before: plain(before), rise, worse })
    },
  })
}
