import { hash } from 'node:crypto'
import { assess, hasRulesAt, rulesOfCase, type Assessment, type RuleSnapshot } from '../../assess/public.ts'
import { isRegistered, wantedMeasures } from '../../assess/modes/public.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { parseInstant, toIso, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Context } from '../../platform/context.ts'
import { insideOf, type Inside } from '../objects/public.ts'
import type { AssessmentFolder } from './assessment-shapes.ts'
import { checkDeclaration } from './domain/check-declaration.ts'
import { declarationRulesOf, type DeclarationRules } from './domain/declaration-rules.ts'
import { mayDeclare, maySubmit } from './domain/permissions.ts'
import type { Declaration } from './declaration.ts'
import type { SubmissionIdentity } from './declaration-store.ts'
import type { Choose } from './intake.ts'
import { readDeclaration } from './read-declaration.ts'

/**
 * A declaration that passed every rule, assessed, and written out as far as it can be before it has a number. Texts and a few values instead of
 * the declaration and its assessment: hundreds wait for a transaction at a time, and the collector copies every object that waits.
 */
export interface Submission {
  readonly actor: Actor
  readonly pack: Pack
  readonly newId: () => string
  readonly acceptedAt: Instant
  readonly direction: Declaration['direction']
  /** Its arrival, or its acceptance where no arrival is known. */
  readonly arrival: Instant
  /** What its goods lie in. */
  readonly inside: readonly Inside[]
  readonly releaseMode: string
  readonly releasedOnAcceptance: boolean
  readonly wantsChecks: boolean
  /** Measures of conformity assessment are asked of its goods (RR-08). */
  readonly wantsMeasures: boolean
  /** Members of the JSON object that the row is made from, all but id, number, content and what has become of the goods. */
  readonly columns: string
  /** The goods as they were declared: canonical JSON. Kept apart: joined to the columns both would be copied, and in twice the bytes as soon as one letter is Chinese. */
  readonly content: string
  /** What the ledger says of it, all but the number: never the goods themselves, whose hash is enough. */
  readonly told: Readonly<Record<string, Json>>
}

/** One submission as it goes to the group commit: accepted by the rules, or refused by them and perhaps a repeat of an earlier one. */
export interface Prepared {
  readonly identity: SubmissionIdentity
  /** SHA-256, in hex, of the canonical content without the sender's command id. */
  readonly contentHash: string
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

function columnsOf(declaration: Declaration, assessment: Assessment, folder: AssessmentFolder, identity: SubmissionIdentity, hashed: HashedContent, at: Instant): string {
  const acceptedAt = toIso(at)
  const columns = JSON.stringify({
    port: declaration.port,
    declarant: declaration.declarant,
    reference: declaration.reference,
    command_key: identity.commandKey,
    content_hash: `\\x${hashed.hash}`,
    direction: declaration.direction,
    mode: declaration.mode,
    transport_document: declaration.transportDocument,
    arrival: declaration.arrival,
    release_mode: assessment.releaseMode,
    risk_level: assessment.riskLevel,
    credit_grade: assessment.creditGrade,
    accepted_at: acceptedAt,
    assessment: folder.fold(assessment),
  })
  return columns.slice(1, -1)
}

interface HashedContent {
  readonly text: string
  readonly hash: string
}

function submissionOf(
  snapshot: RuleSnapshot,
  folder: AssessmentFolder,
  { actor, newId, now }: Context,
  declaration: Declaration,
  identity: SubmissionIdentity,
  hashed: HashedContent,
  choose: Choose | undefined,
): Submission {
  const facts = { ...declaration, at: now }
  const byRules = assess(rulesOfCase(snapshot, declaration, now), facts)
  const assessment = choose === undefined ? byRules : choose(snapshot, facts, byRules)
  const { releaseMode, riskLevel, creditGrade, combined, checks } = assessment
  const measures = wantedMeasures(assessment.explanation.steps)
  const { reference, declarant } = declaration
  return {
    actor,
    pack: snapshot.pack,
    newId,
    acceptedAt: now,
    direction: declaration.direction,
    arrival: (declaration.arrival === undefined ? undefined : parseInstant(declaration.arrival)) ?? now,
    inside: insideOf(declaration),
    releaseMode,
    // What no look and no registration has met yet keeps goods whose mode would let them go at once.
    releasedOnAcceptance: assessment.releasedAt === 'acceptance' && measures.every((measure) => measure.scheme !== undefined && isRegistered(snapshot.pack, measure.scheme, measure.enterprise, now)),
    wantsChecks: checks.length > 0,
    wantsMeasures: measures.length > 0,
    columns: columnsOf(declaration, assessment, folder, identity, hashed, now),
    content: hashed.text,
    told: {
      reference,
      declarant,
      contentHash: hashed.hash,
      releaseMode,
      riskLevel,
      creditGrade,
      combined,
      agencies: [...new Set(checks.map((check) => check.agency))],
    },
  }
}

/**
 * Judges one submission: form, permission, every agency's rules, assessment; writes nothing (SW-01, SW-02, RR-01).
 * The rules of the present refuse also what they accepted earlier, so a refused submission keeps its identity:
 * should the same have been accepted before, it gets its first answer.
 * Refusals that name nobody's declaration (no readable reference) cannot be repeats and come back without a `Prepared`.
 */
export function prepareDeclaration(
  snapshot: RuleSnapshot,
  folder: AssessmentFolder,
  context: Context,
  json: unknown,
  key: string | undefined,
  choose?: Choose,
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
  const identity = { port, declarant, reference, commandKey: key ?? declaration.id }
  const hashed = { text: contentText, hash: hash('sha256', contentText) }
  const submission = refusals.length > 0 ? undefined : submissionOf(snapshot, folder, context, declaration, identity, hashed, choose)
  return { prepared: { identity, contentHash: hashed.hash, refusals, submission } }
}

/** The port of the pack a submission that passed the rules is for. */
export function portOf(pack: Pack, code: string): Pack['ports'][number] {
  return must(rulesOf(pack).ports.get(code)?.[0], `port ${code} is of the pack`)
}
