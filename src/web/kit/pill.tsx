import { useCodeName } from '../i18n/i18n.ts'
import { toneOf, type Tone } from './tones.ts'

/** A word on the ground of its tone. */
export function Pill({ tone, children }: { readonly tone: Tone; readonly children: React.ReactNode }) {
  return <span className={`pill tone-${tone}`}>{children}</span>
}

/** A state by its code, in the reader's language and in its tone. */
export function StatusPill({ state, group = 'status' }: { readonly state: string | undefined; readonly group?: string }) {
  const name = useCodeName()
  return <Pill tone={toneOf(state)}>{name(group, state)}</Pill>
}
