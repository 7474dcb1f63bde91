import type { Instant } from '../../../kernel/instant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** One step of a sample on its way (监管链, TP-04), as somebody recorded it. */
export interface CustodyStep {
  readonly step: 'sealed' | 'handed' | 'opened'
  /** Number of the seal that was put on or read. */
  readonly seal: string
  /** Whoever recorded the step found the seal whole. */
  readonly intact: boolean
  readonly from: string
  readonly to: string
  readonly at: Instant
}

type Gap = 'never-sealed' | 'sealed-again' | 'other-holder' | 'other-seal' | 'seal-broken' | 'never-opened' | 'opened-elsewhere' | 'out-of-order'

/**
 * Where the chain of custody of a sample has gaps: it is sealed once, each hand-over is by the one who holds it, the same seal is read whole at
 * every step, and it is opened by the body that tests it. Empty when the chain holds (TP-04).
 */
export function custodyGaps(steps: readonly CustodyStep[], body: string): Refusal[] {
  const found: { gap: Gap; step: number }[] = []
  const [first] = steps
  if (first?.step !== 'sealed') found.push({ gap: 'never-sealed', step: 1 })
  let holder = first?.to
  for (const [index, each] of steps.entries()) {
    const note = (gap: Gap): void => void found.push({ gap, step: index + 1 })
    if (!each.intact) note('seal-broken')
    if (index === 0) continue
    const before = steps[index - 1]
    if (each.step === 'sealed') note('sealed-again')
    if (each.from !== holder) note('other-holder')
    if (each.seal !== first?.seal) note('other-seal')
    if (before !== undefined && (each.at < before.at || before.step === 'opened')) note('out-of-order')
    holder = each.to
  }
  const opened = steps.find((each) => each.step === 'opened')
  if (opened === undefined) found.push({ gap: 'never-opened', step: steps.length })
  else if (opened.to !== body) found.push({ gap: 'opened-elsewhere', step: steps.indexOf(opened) + 1 })
  return found.map(({ gap, step }) => ({ code: `acceptance/custody-${gap}`, pointer: '/commission', facts: { step }, clause: 'TP-04' }))
}
