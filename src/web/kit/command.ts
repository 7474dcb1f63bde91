import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import { useRef } from 'react'
import { asProblem, type Problem } from '../api/problem.ts'

/**
 * A command of a screen. One intention keeps one idempotency key: a retry after a lost answer is the same command, another content is a new one.
 * A server that was too busy for it, or away for a moment, is asked again before the reader is told.
 * What is on screen of the named subjects is fetched again when it is done.
 */
export function useCommand<Body, Reply>(
  run: (body: Body, key: string) => Promise<Reply>,
  { touches = [], done }: { readonly touches?: readonly string[]; readonly done?: (reply: Reply, body: Body) => void } = {},
): UseMutationResult<Reply, Problem, Body> {
  const client = useQueryClient()
  const intention = useRef<{ readonly content: string; readonly key: string } | undefined>(undefined)
  return useMutation<Reply, Problem, Body>({
    mutationFn: async (body) => {
      const content = JSON.stringify(body) ?? ''
      if (intention.current?.content !== content) intention.current = { content, key: crypto.randomUUID() }
      try {
        return await run(body, intention.current.key)
      } catch (error) {
        throw asProblem(error)
      }
    },
    retry: (failures, problem) => failures < 2 && problem.status === 503,
    onSuccess: (reply, body) => {
      intention.current = undefined
      void client.invalidateQueries({ predicate: (query) => (query.meta?.['subjects'] as readonly string[] | undefined)?.some((kind) => touches.includes(kind)) === true })
      done?.(reply, body)
    },
  })
}
