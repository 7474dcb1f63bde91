import type { Assessment, RuleSnapshot } from '../../assess/public.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { groupCommit } from '../../platform/database/group-commit.ts'
import { endOfTurn } from '../../platform/turn.ts'
import { assessmentFolder } from './assessment-shapes.ts'
import { acceptDeclarations, type AskedOf, type Outcome } from './accept-declarations.ts'
import type { Declaration } from './declaration.ts'
import { numberBlocks } from './number-blocks.ts'
import { prepareDeclaration, type Prepared } from './prepare-declaration.ts'

/** Where submissions go in, from whichever door they come: the API, a batch, a spreadsheet, an importer. */
export interface Intake {
  /**
   * Judges and writes one submission; resolves when it is durable. `json` comes from a strict parser and may be changed.
   * `key` is the sender's idempotency key. Throws DatabaseUnavailable when the database is away or too much waits: nothing is acknowledged then.
   */
  submit(context: Context, json: unknown, key?: string): Promise<Outcome>
  /** Resolves when few enough wait that one more will not be refused for want of room; for senders that can wait. */
  room(): Promise<void>
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

export interface IntakeOptions {
  /** Transactions under way at the same time. */
  readonly lanes?: number
  /** Declarations of one transaction at most. */
  readonly largest?: number
  /** Declarations waiting at most. */
  readonly capacity?: number
  /** What comes in are old cases for the record: no agency acts on them and nobody is told. */
  readonly history?: boolean
  /** Which objects somebody has an open directive on: goods in such a box are not let go at acceptance. */
  readonly askedOf?: AskedOf
  readonly choose?: Choose
}

/** What else decides which declarations are inspected, beside the rules: it may only raise what they say (RR-07). Asks nobody and takes no time to speak of. */
export type Choose = (rules: RuleSnapshot, facts: Declaration & { readonly at: Instant }, assessment: Assessment) => Assessment

/** The rules of the moment, as assessment keeps them. */
export interface CurrentRules {
  current(): Promise<RuleSnapshot>
}

/** Asks for the rules once in a turn of the event loop, whatever the number of submissions it brought. */
function oncePerTurn(rules: CurrentRules): CurrentRules {
  let asked: Promise<RuleSnapshot> | undefined
  return {
    current() {
      if (asked !== undefined) return asked
      asked = rules.current()
      void endOfTurn().then(() => {
        asked = undefined
      })
      return asked
    },
  }
}

/** Makes the intake of this process: submissions that arrive together share a transaction. */
export function createIntake(db: Database, rules: CurrentRules, options: IntakeOptions = {}): Intake {
  const desk = { numbers: numberBlocks(db), folder: assessmentFolder(), askedOf: options.askedOf }
  const group = groupCommit<Prepared, Outcome>({ ...options, commit: (batch) => acceptDeclarations(db, desk, batch, options.history) })
  // No async function: what it was called with would stay until the transaction ends, and the collector would copy it meanwhile.
  const judge = (snapshot: RuleSnapshot, context: Context, json: unknown, key: string | undefined): Promise<Outcome> => {
    const judged = prepareDeclaration(snapshot, desk.folder, context, json, key, options.choose)
    return 'prepared' in judged ? group.submit(judged.prepared) : Promise.resolve({ kind: 'refused', refusals: judged.refusals })
  }
  const { current } = oncePerTurn(rules)
  return {
    submit: (context, json, key) => current().then((snapshot) => judge(snapshot, context, json, key)),
    room: () => group.room(),
    settled: () => group.settled(),
  }
}
