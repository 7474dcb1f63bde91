import type { Instant } from '../../kernel/instant.ts'
import type { Bilingual } from '../../kernel/refusal.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import type { Channels } from './channels.ts'
import { liaisons } from './registers.ts'
import { entriesAt } from './terms-of.ts'

/** Tells the liaison officers of an agency, at every port, outside the product: by mail, or by short message where there is no mail address. Gives whom, and whether it arrived (GV-06). */
export function reachLiaisons({ cache, channels }: { readonly cache: RegisterCache; readonly channels: Channels }) {
  return async (agency: string, message: Bilingual, now: Instant): Promise<{ agency: string; name: string; ok: boolean }[]> => {
    const named = entriesAt(cache, liaisons, now).filter((liaison) => liaison.agency === agency)
    const ways = named.map(({ email, mobile }) => (email === undefined ? ({ channel: 'sms', to: mobile } as const) : ({ channel: 'email', to: email } as const)))
    return Promise.all(named.map(async ({ name }, n) => {
      const { channel = 'email', to } = ways[n] ?? {}
      const sent = to === undefined ? { ok: false } : await channels.send({ channel, to, subject: message.zh, text: `${message.zh}\n${message.en}` })
      return { agency, name, ok: sent.ok }
    }))
  }
}
