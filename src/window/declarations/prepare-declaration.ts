import { hash } from 'node:crypto'
import { assess, hasRulesAt, type Assessment, type RuleSnapshot } from '../../assess/public.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Context } from '../../platform/context.ts'
import { checkDeclaration } from './domain/check-declaration.ts'
import { declarationRulesOf, type DeclarationRules } from './domain/declaration-rules.ts'
import { mayDeclare, maySubmit } from './domain/permissions.ts'
import type { Declaration } from './declaration.ts'
import type { SubmissionIdentity } from './declaration-store.ts'
import { readDeclaration } from './read-declaration.ts'

/** A declaration that passed every rule, assessed and ready to be written. */
export interface Submission {
  readonly actor: Actor
  readonly pack: Pack
  readonly newId: () => string
  readonly acceptedAt: Instant
  readonly declaration: Declaration
  readonly assessment: Assessment
}

/** One submission as it goes to the group commit: accepted by the rules, or refused by them and perhaps a repeat of an earlier one. */
export interface Prepared {
  readonly identity: SubmissionIdentity
  /** SHA-256, in hex, of the canonical content without the sender's command id. */
  readonly contentHash: string
  readonly contentText: string
  readonly submission: Submission | undefined
  readonly refusals: readonly Refusal[]
}

const preparedPacks = new WeakMap<Pack, DeclarationRules>()

function rulesOf(pack: Pack): DeclarationRules {
  let rules = preparedPacks.get(pack)
  if (rules === undefined) {
    rules = declarationRulesOf(pack)
    preparedPacks.set(pack, rules)
  }
  return rules
}

/**
 * Judges one submission: form, permission, every agency's rules, assessment; writes nothing (SW-01, SW-02, RR-01).
 * The rules of the present refuse also what they accepted earlier, so a refused submission keeps its identity:
 * should the same have been accepted before, it gets its first answer.
 * Refusals that name nobody's declaration (no readable reference) cannot be repeats and come back without a `Prepared`.
 */
export function prepareDeclaration(
  snapshot: RuleSnapshot,
  context: Context,
  json: unknown,
  key: string | undefined,
): { prepared: Prepared } | { refusals: readonly Refusal[] } {
  const stranger = maySubmit(context.actor)
  if (stranger !== undefined) return { refusals: [stranger] }
  const read = readDeclaration(json)
  const rules = rulesOf(snapshot.pack)
  if (!read.whole) {
    return { refusals: [...mayDeclare(context.actor, read.draft), ...read.refusals, ...checkDeclaration(snapshot, rules, read.draft, context.now)] }
  }
  const { declaration, contentText } = read
  const denied = mayDeclare(context.actor, declaration)
  const refusals = [...denied, ...checkDeclaration(snapshot, rules, declaration, context.now)]
  // Who may not declare here learns nothing of what others declared.
  if (denied.length > 0) return { refusals }
  if (refusals.length === 0 && !hasRulesAt(snapshot, context.now)) refusals.push({ code: 'declarations/no-rules-in-force', clause: 'GV-12' })
  const { port, declarant, reference } = declaration
  return {
    prepared: {
      identity: { port, declarant, reference, commandKey: key ?? declaration.id },
      contentHash: hash('sha256', contentText),
      contentText,
      refusals,
      submission:
        refusals.length > 0
          ? undefined
          : {
              actor: context.actor,
              pack: snapshot.pack,
              newId: context.newId,
              acceptedAt: context.now,
              declaration,
              assessment: assess(snapshot, { ...declaration, at: context.now }),
            },
    },
  }
}

/** The port of the pack a submission that passed the rules is for. */
export function portOf(pack: Pack, code: string): Pack['ports'][number] {
  return must(rulesOf(pack).ports.get(code)?.[0], `port ${code} is of the pack`)
}
