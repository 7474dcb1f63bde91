import type { Directive } from '../directives/public.ts'
import type { CollidingDirective } from './domain/meet.ts'

const standings = { open: 'open', apart: 'apart', started: 'started', closed: 'started', withdrawn: 'apart' } as const

/** A directive as collision sees it. */
export function collidingOf(directive: Directive): CollidingDirective {
  const { id, port, agency, keys, window, methods, acceptedAt, mechanism, inspection } = directive
  return {
    ...{ id, port, agency, keys, window, methods, acceptedAt, standing: standings[directive.state] },
    ...(mechanism === undefined ? {} : { mechanism }),
    ...(inspection === undefined ? {} : { inspection }),
  }
}
