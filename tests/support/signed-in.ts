import { systemContext } from '../../src/platform/context.ts'
import { addAccounts, type NewAccount } from '../../src/platform/sign-in/public.ts'
import type { Reply, TestApp } from './app.ts'

/** Somebody with a real session, who may hand out tokens. */
export interface SignedIn {
  post(url: string, body?: object): Promise<Reply>
  /** Sends as the bearer of a token this person issued, of at most their own reach. */
  token(scope?: object): Promise<{ post(url: string, body?: object): Promise<Reply> }>
}

const password = 'correct horse battery'

/** Opens an account and signs in; gives the headers a browser sends from our own pages then. */
export async function sessionOf(app: TestApp, account: Omit<NewAccount, 'password' | 'displayName'>): Promise<Record<string, string>> {
  await app.machine.db.transaction((tx) => addAccounts(tx, systemContext(app.machine), [{ ...account, displayName: account.name, password }]))
  const answer = await app.nobody.post('/session', { name: account.name, password })
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  return { cookie, 'sec-fetch-site': 'same-origin' }
}

/** Opens an account and signs in, as a person at a screen does. */
export async function signIn(app: TestApp, account: Omit<NewAccount, 'password' | 'displayName'>): Promise<SignedIn> {
  const session = await sessionOf(app, account)
  return {
    post: (url, body = {}) => app.nobody.post(url, body, session),
    async token(scope = {}) {
      const issued = await app.nobody.post('/tokens', { name: `of ${account.name}`, ...scope }, session)
      if (issued.status !== 201) throw new Error(`no token: ${issued.text}`)
      return { post: (url, body = {}) => app.nobody.post(url, body, { authorization: `Bearer ${String(issued.body.token)}` }) }
    },
  }
}
