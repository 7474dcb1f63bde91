import type { Directive } from '../directives/public.ts'
import type { CollidingDirective } from './domain/meet.ts'

const standings = { open: 'open', apart: 'apart', started: 'started', closed: 'started', withdrawn: 'apart' } as const

/** A directive as collision sees it. */
export function collidingOf(directive: Directive): CollidingDirective {
  const { id, port, agency, keys, object, business, window, methods, acceptedAt, judgedAt, mechanism, inspection } = directive
  return {
    ...{ id, port, agency, keys, names: object.kind, window, methods, acceptedAt: judgedAt ?? acceptedAt, standing: standings[directive.state] },
    ...(business === undefined ? {} : { business }),
    ...(mechanism === undefined ? {} : { mechanism }),
    ...(inspection === undefined ? {} : { inspection }),
  }
}
