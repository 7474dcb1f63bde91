import type { Role } from '../../kernel/actor.ts'

/** One field of the form that opens a case. `rows` are pairs of a kind and a reference. */
export interface OpeningField {
  readonly name: string
  readonly kind: 'agency' | 'agencies' | 'line' | 'text' | 'lines' | 'rows'
  readonly required: boolean
}

/** How a case is opened by hand: where it is sent, by whom, what it is about, what is asked. */
export interface Opening {
  readonly name: 'transfer' | 'assistance' | 'issue' | 'registration'
  readonly path: string
  readonly roles: readonly Role[]
  /** What it may be about; none where it is about the sender. */
  readonly subjects: readonly string[]
  readonly fields: readonly OpeningField[]
}

const field = (name: string, kind: OpeningField['kind'], required = true): OpeningField => ({ name, kind, required })

const openings: readonly Opening[] = [
  {
    name: 'assistance', path: '/assistance-requests', roles: ['officer', 'coordinator'], subjects: ['declaration', 'joint-inspection', 'directive', 'result', 'conveyance'],
    fields: [field('to', 'agency'), field('request', 'text')],
  },
  {
    name: 'transfer', path: '/transfers', roles: ['officer', 'coordinator'], subjects: ['joint-inspection', 'declaration', 'directive', 'result', 'conveyance'],
    fields: [field('to', 'agency'), field('offence', 'line'), field('description', 'text'), field('legalBasis', 'line'), field('materials', 'lines', false)],
  },
  {
    name: 'issue', path: '/issues', roles: ['officer', 'coordinator'], subjects: ['joint-inspection', 'declaration', 'directive', 'collision'],
    fields: [field('agencies', 'agencies'), field('question', 'text')],
  },
  {
    name: 'registration', path: '/food-registrations', roles: ['trader'], subjects: [],
    fields: [field('producer', 'line'), field('products', 'lines'), field('zone', 'line', false), field('evidence', 'rows', false)],
  },
]

/** What somebody with these roles may open. */
export function openingsFor(roles: readonly Role[]): readonly Opening[] {
  return openings.filter((opening) => opening.roles.some((role) => roles.includes(role)))
}
