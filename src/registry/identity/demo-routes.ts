import { z } from 'zod'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { demoPassword, type DemoAccount } from './demo-accounts.ts'

const DemoView = z.object({ accounts: z.array(z.object({ login: z.string(), role: z.string(), name: z.string() })), password: z.string() })

/** `GET /public/demo`: the sign-ins of a demonstration; not there where the program does real work. */
export function demoRoutes(api: Api, accounts: readonly DemoAccount[]): void {
  const { demo } = api.machine.config
  api.read({
    path: '/public/demo',
    operation: 'readDemo',
    summary: 'Sign-ins of the demonstration',
    tags: ['sign-in'],
    public: true,
    reply: DemoView,
    run: async () => (demo ? ok({ accounts: accounts.map(({ login, role, name }) => ({ login, role, name })), password: demoPassword }) : refuse({ code: 'common/not-found' })),
  })
}
