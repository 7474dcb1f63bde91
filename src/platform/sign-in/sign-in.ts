import { z } from 'zod'
import { everyPort, type Actor } from '../../kernel/actor.ts'
import { plus, type Instant } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { contextFor, systemContext, type Machine } from '../context.ts'
import { append } from '../ledger/append.ts'
import { signInChanged } from './authenticator.ts'
import { mayTry, signInLimits } from './domain/limits.ts'
import type { Gate } from './gate.ts'
import { hashOfSecret, hashPassword, isPassword, newSecret, sessionMark } from './secrets.ts'
import { idleSince, sessionTimes } from './sessions.ts'
import { countTry, deleteEndedSessions, deleteOldTries, deleteSession, findAccount, forgiveTry, insertSession, isKnownPlace, rememberPlace } from './store.ts'
import { personOf } from './to-actor.ts'

export const SignIn = z.strictObject({ name: z.string().min(1).max(64), password: z.string().min(1).max(200) })
export type SignIn = z.infer<typeof SignIn>

export interface SignedIn {
  /** The cookie's value; told once. */
  readonly secret: string
  readonly actor: Actor
  readonly endsAt: Instant
}

/** What a place is for counting: an IPv4 address, or the /64 an IPv6 address was given out of. */
export function placeOf(ip: string): string {
  if (!ip.includes(':')) return ip
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = ip.split('::', 2)
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = tail === undefined ? front : [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back]
  return groups.slice(0, 4).join(':') + '::/64'
}

/** Signs people in. Made once per process, because the gate and the stand-in hash are. */
export interface SignInDesk {
  /** `replaced` is the session the browser had: it ends, so that a planted cookie is worth nothing. */
  signIn(command: SignIn, ip: string, replaced: string | undefined): Promise<Result<SignedIn>>
  signOut(secret: string): Promise<void>
}

/**
 * The desk people sign in at. A wrong name and a wrong password take the same time and get the same answer (`sign-in/wrong-name-or-password`);
 * too many tries get `sign-in/too-many-tries` whether the name exists or not, and never lock out a place the person has signed in from.
 */
export function createSignInDesk(machine: Machine, gate: Gate): SignInDesk {
  // Checked in place of the hash of somebody who does not exist.
  const standIn = hashPassword(newSecret(machine.random, ''))
  standIn.catch(() => undefined)

  async function count(name: string, place: string, now: Instant): Promise<{ allowed: boolean; both: number }> {
    const keys = [`both:${name}@${place}`, `name:${name}`, `place:${place}`] as const
    const known = await isKnownPlace(machine.db, name, hashOfSecret(place), plus(now, -signInLimits.placeKnownFor))
    const [both = 0, byName = 0, byPlace = 0] = await machine.db.transaction((tx) => countTry(tx, keys, now, plus(now, -signInLimits.window)))
    return { allowed: mayTry(signInLimits, { both, name: byName, place: byPlace }, known), both }
  }

  /** Failures are facts, but a flood of them must not fill the ledger: the first of a window and the one that reaches the limit are kept. */
  async function recordFailure(accountId: string | undefined, both: number): Promise<void> {
    if (both !== 1 && both !== signInLimits.perBoth) return
    const type = both === 1 ? 'SignInFailed' : 'SignInLimitReached'
    const fact = { port: everyPort, subjectKind: 'account', subjectId: accountId ?? 'unknown', type, payload: { tries: both } }
    await machine.db.transaction((tx) => append(tx, systemContext(machine), [fact]))
  }

  return {
    async signIn(command, ip, replaced) {
      const name = command.name.toLowerCase()
      const place = placeOf(ip)
      const now = machine.clock.now()
      const { allowed, both } = await count(name, place, now)
      if (!allowed) return refuse({ code: 'sign-in/too-many-tries' })
      const account = await findAccount(machine.db, name)
      const checked = gate(async () => isPassword(account?.password_hash ?? (await standIn), command.password))
      if (checked === undefined) return refuse({ code: 'sign-in/too-many-tries' })
      if (!(await checked) || account?.active !== true) {
        await recordFailure(account?.id, both)
        return refuse({ code: 'sign-in/wrong-name-or-password' })
      }
      const secret = newSecret(machine.random, sessionMark)
      const endsAt = plus(now, sessionTimes.absolute)
      const actor = personOf(account)
      await machine.db.transaction(async (tx) => {
        if (replaced !== undefined) await deleteSession(tx, hashOfSecret(replaced))
        await deleteEndedSessions(tx, now, idleSince(now))
        await deleteOldTries(tx, plus(now, -signInLimits.window))
        await insertSession(tx, hashOfSecret(secret), account.id, now, endsAt)
        await forgiveTry(tx, `both:${name}@${place}`, [`name:${name}`, `place:${place}`])
        await rememberPlace(tx, account.id, hashOfSecret(place), now)
        await append(tx, contextFor(machine, actor), [{ port: everyPort, subjectKind: 'account', subjectId: account.id, type: 'SignedIn', payload: {} }])
        tx.announce(signInChanged)
      })
      return ok({ secret, actor, endsAt })
    },
    async signOut(secret) {
      await machine.db.transaction(async (tx) => {
        const accountId = await deleteSession(tx, hashOfSecret(secret))
        if (accountId === undefined) return
        await append(tx, systemContext(machine), [{ port: everyPort, subjectKind: 'account', subjectId: accountId, type: 'SignedOut', payload: {} }])
        tx.announce(signInChanged)
      })
    },
  }
}
