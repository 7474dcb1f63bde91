import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { send } from '../api/client.ts'

/** Ends the session here and on the server, and forgets everything that was on screen. */
export function useSignOut(): () => void {
  const client = useQueryClient()
  const router = useRouter()
  return useCallback(() => {
    void send('/session', undefined, { method: 'DELETE' })
      .catch(() => undefined)
      .then(() => {
        client.clear()
        return router.navigate({ to: '/sign-in' })
      })
  }, [client, router])
}
