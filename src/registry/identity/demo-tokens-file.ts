import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Machine } from '../../platform/context.ts'
import { areTokensInForce } from '../../platform/sign-in/public.ts'
import { issueDemoTokens, type DemoAccount, type DemoToken } from './demo-accounts.ts'

const File = z.object({
  tokens: z.array(
    z.object({ account: z.string(), role: z.string(), port: z.string(), agency: z.string().optional(), enterprise: z.string().optional(), site: z.string().optional(), token: z.string() }),
  ),
})

/**
 * The demo's tokens from a file in the home that only its owner can read; issued and written when there is none, when the demo has another cast,
 * or when one of them no longer counts in this database.
 */
export async function keepDemoTokens(machine: Machine, accounts: readonly DemoAccount[]): Promise<readonly DemoToken[]> {
  const file = path.join(machine.config.home, 'demo-tokens.json')
  const kept = await readTokens(file)
  const wanted = new Set(accounts.flatMap((account) => account.ports.map((port) => `${account.login} ${port}`)))
  if (kept !== undefined && kept.length === wanted.size && kept.every((token) => wanted.has(`${token.account} ${token.port}`))) {
    if (await areTokensInForce(machine, kept.map((token) => token.token))) return kept
  }
  const tokens = await issueDemoTokens(machine, accounts)
  const draft = `${file}.${process.pid}`
  await writeFile(draft, JSON.stringify({ tokens }, null, 2), { mode: 0o600 })
  await chmod(draft, 0o600)
  await rename(draft, file)
  return tokens
}

async function readTokens(file: string): Promise<readonly DemoToken[] | undefined> {
  try {
    const read = File.safeParse(JSON.parse(await readFile(file, 'utf8')))
    return read.success ? (read.data.tokens as readonly DemoToken[]) : undefined
  } catch {
    return undefined
  }
}
