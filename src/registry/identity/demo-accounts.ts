import type { Role } from '../../kernel/actor.ts'
import type { Bilingual } from '../../kernel/refusal.ts'
import type { Machine } from '../../platform/context.ts'
import { systemContext } from '../../platform/context.ts'
import { everyPort } from '../../kernel/actor.ts'
import { addAccounts, storeTokens, type NewToken, type Scope } from '../../platform/sign-in/public.ts'

/** Everybody's password in the demonstration; said on the sign-in page. */
export const demoPassword = 'lianjian-demo'

/** Who there is to be in a demonstration, in words of the policy pack and the demo's own registers. */
export interface DemoCast {
  readonly ports: readonly string[]
  readonly agencies: readonly { readonly code: string; readonly name: Bilingual }[]
  readonly enterprises: readonly { readonly code: string; readonly name: Bilingual }[]
  readonly sites: readonly { readonly code: string; readonly name: Bilingual; readonly port: string }[]
  /** The third party the laboratory's sign-in acts for; none when absent. */
  readonly body?: string
}

/** One sign-in of the demonstration. */
export interface DemoAccount extends Scope {
  readonly login: string
  readonly role: Role
  /** Chinese and English name side by side, as the sign-in page shows it. */
  readonly name: string
}

const titles: Readonly<Record<Role, Bilingual>> = {
  trader: { zh: '申报人', en: 'trader' },
  officer: { zh: '关员', en: 'officer' },
  coordinator: { zh: '协调员', en: 'coordinator' },
  operator: { zh: '场所经营人', en: 'site operator' },
  laboratory: { zh: '实验室', en: 'laboratory' },
  headquarters: { zh: '总部', en: 'headquarters' },
  auditor: { zh: '审计员', en: 'auditor' },
  administrator: { zh: '管理员', en: 'administrator' },
}

function account(role: Role, ports: readonly string[], party: { readonly suffix: string; readonly name: Bilingual } | undefined, scope: Partial<Scope> = {}): DemoAccount {
  const title = titles[role]
  const name = party === undefined ? `${title.zh} ${title.en}` : `${party.name.zh} ${title.zh} · ${party.name.en} ${title.en}`
  return { login: party === undefined ? role : `${role}.${party.suffix.toLowerCase()}`, role, name, roles: [role], ports, ...scope }
}

/** One sign-in per role, per agency, enterprise and site where the role acts for one. */
export function demoAccounts(cast: DemoCast): readonly DemoAccount[] {
  const { ports } = cast
  return [
    ...cast.enterprises.map(({ code, name }) => account('trader', [everyPort], { suffix: code, name }, { enterprise: code })),
    ...cast.agencies.map(({ code, name }) => account('officer', ports, { suffix: code, name }, { agency: code })),
    ...cast.agencies.map(({ code, name }) => account('coordinator', ports, { suffix: code, name }, { agency: code })),
    ...cast.sites.map(({ code, name, port }) => account('operator', [port], { suffix: code, name }, { site: code })),
    account('laboratory', ports, undefined, cast.body === undefined ? {} : { enterprise: cast.body }),
    account('headquarters', [everyPort], undefined),
    account('auditor', [everyPort], undefined),
    account('administrator', [everyPort], undefined),
  ]
}

/** Opens the demo's accounts; those that exist stay as they are. Gives the number opened. */
export async function seedDemoAccounts(machine: Machine, accounts: readonly DemoAccount[]): Promise<number> {
  const opened = accounts.map(({ login, name, role: _role, ...scope }) => ({ ...scope, name: login, displayName: name, password: demoPassword }))
  return machine.db.transaction((tx) => addAccounts(tx, systemContext(machine), opened))
}

/** A bearer token of the demonstration. */
export interface DemoToken {
  readonly account: string
  readonly role: Role
  /** `*` for roles that are not bound to one. */
  readonly port: string
  readonly agency?: string
  readonly enterprise?: string
  readonly site?: string
  readonly token: string
}

/** Issues a token per demo sign-in and port. The secrets are only in the answer: whoever wants them again keeps them or asks for new ones. */
export async function issueDemoTokens(machine: Machine, accounts: readonly DemoAccount[]): Promise<readonly DemoToken[]> {
  const context = systemContext(machine)
  const wanted = accounts.flatMap((one) => one.ports.map((port) => ({ one, port })))
  const tokens = wanted.map(({ one, port }): NewToken => {
    const { login, role: _role, name: _name, ...scope } = one
    return { id: context.newId(), name: `demo ${login} ${port}`, scope: { ...scope, ports: [port] } }
  })
  const secrets = (await machine.db.transaction((tx) => storeTokens(tx, context, machine.random, tokens))) ?? []
  return wanted.map(({ one, port }, n) => ({
    account: one.login,
    role: one.role,
    port,
    ...(one.agency === undefined ? {} : { agency: one.agency }),
    ...(one.enterprise === undefined ? {} : { enterprise: one.enterprise }),
    ...(one.site === undefined ? {} : { site: one.site }),
    token: secrets[n] ?? '',
  }))
}
