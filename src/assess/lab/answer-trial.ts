import { compile } from '../../kernel/decision-table/compile.ts'
import { explain } from '../../kernel/decision-table/explain.ts'
import { fromEpoch } from '../../kernel/instant.ts'
import type { Trial, TrialAnswer } from './trial.ts'

/** Answers a trial in whichever thread it is called: with no limit of its own. Only `tryRule` puts it where it can be stopped. */
export function answerTrial({ definition, rows, facts }: Trial): TrialAnswer {
  const table = compile(definition, { table: definition.name, version: 0, validFrom: fromEpoch(0), rows })
  return { answers: facts.map((one) => explain(table, one)) }
}
