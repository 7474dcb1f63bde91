import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Actor, Role } from '../../kernel/actor.ts'
import { get } from '../api/client.ts'
import { Problem } from '../api/problem.ts'

/** Who is signed in, as the server sees it. */
export interface Session {
  readonly actor: Actor
}

/** The session; null when nobody is signed in, which is no failure. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await get<Session>('/session', undefined, signal)
    } catch (error) {
      if (error instanceof Problem && (error.status === 401 || error.status === 404)) return null
      throw error
    }
  },
  staleTime: 5 * 60_000,
})

const nobody: Actor = { kind: 'person', id: '', name: '', roles: [], ports: [] }

/** Who looks at the screen. Screens are drawn inside the shell only, where somebody is signed in. */
export function useActor(): Actor {
  return useQuery(sessionQuery).data?.actor ?? nobody
}

/** Whether the reader holds one of the roles: decides what is offered; the server decides what is done. */
export function useHasRole(...roles: readonly Role[]): boolean {
  const actor = useActor()
  return roles.some((role) => actor.roles.includes(role))
}

/** The screen a role begins its day with. */
export function homeOf(roles: readonly Role[]): string {
  if (roles.includes('trader')) return '/consignments'
  if (roles.includes('coordinator')) return '/board'
  if (roles.includes('officer')) return '/queue'
  if (roles.includes('administrator')) return '/jobs'
  if (roles.includes('headquarters')) return '/measures'
  if (roles.includes('auditor')) return '/ledger'
  if (roles.includes('laboratory')) return '/acceptance'
  if (roles.includes('operator')) return '/board'
  return '/inbox'
}
