import { cn } from '../../packs/cn/pack.ts'
import type { DeclarationFacts, ItemFacts } from '../../src/assess/domain/facts.ts'
import { buildSnapshot, type RuleSnapshot, type RuleSources } from '../../src/assess/domain/rule-snapshot.ts'
import { instant } from '../../src/kernel/instant.ts'

/** Goods of the requirements' fixtures: commodity code, and the attributes that say what they are. */
export const goods = {
  TEE: { hs: '6109100000' },
  CHK: { hs: '0207120000' },
  CAR: { hs: '8703234110' },
  BNZ: { hs: '2707100000' },
  LOG: { hs: '4403110010' },
  SRM: { hs: '3002120023', attributes: ['26'] },
  PRN: { hs: '8443110000' },
  WST: { hs: '3915100000', attributes: ['20'] },
  ORE: { hs: '2601111000' },
} as const satisfies Record<string, Partial<ItemFacts>>

/** The pack's rules as they are, with enterprises `E-AA` … `E-D` of those grades; parts may be replaced. */
export function packRules(changes: Partial<RuleSources> = {}): RuleSnapshot {
  return buildSnapshot({
    revision: 'test',
    pack: cn,
    versions: cn.tables.flatMap((seed) => seed.versions),
    grades: (enterprise) => /^E-(AA|[ABCD])$/.exec(enterprise)?.[1],
    ...changes,
  })
}

/** An import by sea at Beilun in June 2018 of these lines of goods. */
export function importOf(declarant: string, lines: readonly Partial<ItemFacts>[], changes: Partial<DeclarationFacts> = {}): DeclarationFacts {
  return {
    at: instant('2018-06-01T08:00:00+08:00'),
    port: '380101',
    direction: 'import',
    mode: 'sea',
    declarant,
    containers: [{ number: 'TGHU1234567' }],
    items: lines.map((line, i) => ({
      line: i + 1,
      hs: '6109100000',
      origin: 'BR',
      quantity: { value: 100, unit: 'KGM' },
      netWeightKg: 100,
      value: { amount: 1000, currency: 'USD' },
      ...line,
    })),
    ...changes,
  }
}
