import { inForce, type Instant } from '../../../kernel/instant.ts'

/** An agreement on mutual recognition with a partner country (检验鉴定结果互认, TP-11), as one version of the register has it. */
export interface Agreement {
  readonly code: string
  readonly country: string
  /** Goods by the beginning of their code. */
  readonly hs: readonly string[]
  /** Any test when empty. */
  readonly tests: readonly string[]
  /** `import`: they test, we accept; `export`: we test, they accept. */
  readonly directions: readonly ('import' | 'export')[]
  /** On what the two sides take each other's results for equal. */
  readonly equality: string
  readonly validFrom: Instant
  readonly validTo?: Instant
}

/** The agreement under which a result counts at a moment; the first by code where several do. Undefined: none. */
export function agreementFor(
  agreements: readonly Agreement[],
  wanted: { readonly country: string; readonly hs: string; readonly direction: string; readonly tests: readonly string[] },
  at: Instant,
): Agreement | undefined {
  return agreements
    .filter(
      (one) =>
        inForce(one, at) &&
        one.country === wanted.country &&
        one.directions.some((direction) => direction === wanted.direction) &&
        one.hs.some((prefix) => wanted.hs.startsWith(prefix)) &&
        (one.tests.length === 0 || wanted.tests.every((test) => one.tests.includes(test))),
    )
    .sort((a, b) => (a.code < b.code ? -1 : 1))[0]
}
