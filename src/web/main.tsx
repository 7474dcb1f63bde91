import { QueryClient } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { asProblem, isPassing } from './api/problem.ts'
import { App } from './app.tsx'
import { startTexts } from './i18n/i18n.ts'
import { giveStylesTheNonce, styleNonce } from './nonce.ts'
import { createHouseRouter } from './router.tsx'
import { applyPalette } from './theme/palette.ts'
import './theme/base.css'
import './theme/print.css'

/** A request is worth repeating when the network or the database was away, never when it was refused. */
function worthAnotherTry(failures: number, error: unknown): boolean {
  return failures < 2 && isPassing(asProblem(error))
}

const client = new QueryClient({
  defaultOptions: { queries: { retry: worthAnotherTry, staleTime: 10_000, refetchOnWindowFocus: true } },
})

const place = document.getElementById('root')
if (place !== null) {
  const nonce = styleNonce()
  if (nonce !== undefined) giveStylesTheNonce(nonce)
  applyPalette(document.documentElement)
  await startTexts()
  createRoot(place).render(
    <StrictMode>
      <App client={client} router={createHouseRouter(client)} />
    </StrictMode>,
  )
}
