import { z } from 'zod'
import { everyPort, type Role } from '../../kernel/actor.ts'
import { parseInstant, toIso, type Instant } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context, Machine } from '../context.ts'
import type { Tx } from '../database/database.ts'
import { append } from '../ledger/append.ts'
import type { LedgerStamp } from '../ledger/fact.ts'
import type { Random } from '../random.ts'
import { Moment } from '../http/moments.ts'
import { signInChanged } from './authenticator.ts'
import { checkScope, mayIssueToken, mayRevokeToken, type Scope } from './domain/scope.ts'
import { hashOfSecret, newSecret, tokenMark } from './secrets.ts'
import { countTokensInForce, insertTokens, lockToken, markRevoked, type TokenRow } from './store.ts'
import { toScope } from './to-actor.ts'

const roles = ['trader', 'officer', 'coordinator', 'operator', 'laboratory', 'headquarters', 'auditor', 'administrator'] as const satisfies readonly Role[]
const code = z.string().min(1).max(40)

/** What an actor may do and for whom, on the wire. */
export const ScopeSchema = z.object({
  roles: z.array(z.enum(roles)),
  agency: code.optional(),
  enterprise: code.optional(),
  site: code.optional(),
  ports: z.array(code),
})

export const IssueToken = z.strictObject({
  /** A repeat with the same id, or without one under the same Idempotency-Key, is refused: the token was told in the first answer and is not kept. */
  id: z.uuid().optional(),
  name: z.string().trim().min(1).max(200),
  roles: z.array(z.enum(roles)).min(1).max(8).optional(),
  ports: z.array(code).min(1).max(400).optional(),
  agency: code.optional(),
  enterprise: code.optional(),
  site: code.optional(),
  expiresAt: Moment.optional(),
})
export type IssueToken = z.infer<typeof IssueToken>

export const TokenView = ScopeSchema.extend({
  id: z.uuid(),
  name: z.string(),
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().optional(),
})
export type TokenView = z.infer<typeof TokenView>

export const IssuedToken = TokenView.extend({ token: z.string() })

/** A token with what it may do and until when; its secret was told once, when it was issued. */
export function toTokenView(row: Omit<TokenRow, 'account_id' | 'issued_by' | 'revoked_at'>): TokenView {
  const scope = toScope(row)
  return {
    ...scope,
    id: row.id,
    name: row.name,
    roles: [...scope.roles],
    ports: [...scope.ports],
    issuedAt: toIso(row.issued_at),
    ...(row.expires_at === null ? {} : { expiresAt: toIso(row.expires_at) }),
  }
}

/** A token to be stored: told to whoever gets it, kept as a hash. */
export interface NewToken {
  readonly id: string
  readonly name: string
  readonly scope: Scope
  readonly accountId?: string
  readonly expiresAt?: Instant
}

/** Stores tokens and gives their secrets in order; undefined when an id was used before. Writes the fact of each. */
export async function storeTokens(tx: Tx, stamp: LedgerStamp, random: Random, tokens: readonly NewToken[]): Promise<string[] | undefined> {
  const secrets = tokens.map(() => newSecret(random, tokenMark))
  const stored = await insertTokens(
    tx,
    tokens.map((token, n) => ({
      id: token.id,
      hash: hashOfSecret(secrets[n] ?? '').toString('hex'),
      name: token.name,
      roles: token.scope.roles,
      agency: token.scope.agency ?? null,
      enterprise: token.scope.enterprise ?? null,
      site: token.scope.site ?? null,
      ports: token.scope.ports,
      account_id: token.accountId ?? null,
      issued_by: stamp.actor.id,
      expires_at: token.expiresAt === undefined ? null : toIso(token.expiresAt),
    })),
    stamp.now,
  )
  if (stored < tokens.length) return undefined
  await append(
    tx,
    stamp,
    tokens.map((token) => ({
      port: everyPort,
      subjectKind: 'token',
      subjectId: token.id,
      type: 'TokenIssued',
      payload: { name: token.name, scope: { ...token.scope, roles: [...token.scope.roles], ports: [...token.scope.ports] } },
    })),
  )
  return secrets
}

/** Whether every one of these secrets still opens something. */
export async function areTokensInForce(machine: Machine, secrets: readonly string[]): Promise<boolean> {
  return (await countTokensInForce(machine.db, secrets.map(hashOfSecret), machine.clock.now())) === new Set(secrets).size
}

/**
 * Hands out a bearer token for a machine. Absent parts of the scope are the issuer's own. Refuses a reach beyond the issuer's
 * (`tokens/beyond-own-reach`), an end in the past and an id used before (`tokens/told-once`).
 */
export async function issueToken(tx: Tx, context: Context, random: Random, command: IssueToken): Promise<Result<z.infer<typeof IssuedToken>>> {
  const { actor } = context
  const own = command.agency === undefined && command.enterprise === undefined && command.site === undefined
  const party = own ? actor : command
  const scope: Scope = {
    roles: command.roles ?? actor.roles,
    ports: command.ports ?? actor.ports,
    ...(party.agency === undefined ? {} : { agency: party.agency }),
    ...(party.enterprise === undefined ? {} : { enterprise: party.enterprise }),
    ...(party.site === undefined ? {} : { site: party.site }),
  }
  const refusal = mayIssueToken(actor, scope) ?? checkScope(scope)
  if (refusal !== undefined) return refuse(refusal)
  const expiresAt = command.expiresAt === undefined ? undefined : parseInstant(command.expiresAt)
  if (command.expiresAt !== undefined && (expiresAt === undefined || expiresAt <= context.now)) return refuse({ code: 'tokens/ends-in-the-past', pointer: '/expiresAt' })
  const id = command.id ?? context.newId()
  const secrets = await storeTokens(tx, context, random, [{ id, name: command.name, scope, ...(actor.kind === 'person' ? { accountId: actor.id } : {}), ...(expiresAt === undefined ? {} : { expiresAt }) }])
  const token = secrets?.[0]
  if (token === undefined) return refuse({ code: 'tokens/told-once', pointer: '/id' })
  const row = { id, name: command.name, roles: scope.roles, agency: scope.agency ?? null, enterprise: scope.enterprise ?? null, site: scope.site ?? null, ports: scope.ports }
  return ok({ ...toTokenView({ ...row, issued_at: context.now, expires_at: expiresAt ?? null }), token })
}

/** Ends a token at once. */
export async function revokeToken(tx: Tx, context: Context, id: string): Promise<Result<TokenView>> {
  const row = await lockToken(tx, id)
  if (row === undefined) return refuse({ code: 'common/not-found' })
  const refusal = mayRevokeToken(context.actor, row.issued_by)
  if (refusal !== undefined) return refuse(refusal)
  if (row.revoked_at === null) {
    await markRevoked(tx, id, context.now)
    await append(tx, context, [{ port: everyPort, subjectKind: 'token', subjectId: id, type: 'TokenRevoked', payload: { name: row.name } }])
    tx.announce(signInChanged)
  }
  return ok(toTokenView(row))
}
