import { z } from 'zod'
import { clockOf, wantedMeasures } from '../../assess/modes/public.ts'
import { priorityOf } from '../../assess/credit/public.ts'
import { renderExplanation } from '../../assess/public.ts'
import { plus, toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Bilingual } from '../../kernel/refusal.ts'
import type { Context } from '../../platform/context.ts'
import { enqueue, type JobKind } from '../../platform/jobs/public.ts'
import { findCases, type DeclarationCase } from '../../window/declarations/public.ts'
import { derivedDirectives, type DerivedDirective } from '../directives/public.ts'
import type { DirectiveDesk } from './directive-desk.ts'
import { linkDeclarations } from './link-declarations.ts'
import { letGoAnswered, noticeReleased } from './released-at-acceptance.ts'
import { prepare, type PreparedDirective } from './send-directive.ts'

const Payload = z.object({ ids: z.array(z.uuid()) })

/** A derived directive as the desk takes it: needed from the arrival of the goods for the span a measure of policy sets for the case (PZ-17), else the pack gives the port and kind. */
function prepareDerived(directive: DerivedDirective, declaration: DeclarationCase, pack: Pack, context: Context): PreparedDirective {
  const { from, rule: _rule, floor: _floor, ...wanted } = directive
  const span = clockOf(declaration.assessment.explanation.steps, 'directives.span') ?? parameterValue(pack, 'directives.span', context.now, { port: directive.port, objectKind: directive.object.kind })
  return prepare({ ...wanted, methods: [...directive.methods], window: { from: toIso(from), to: toIso(plus(from, span)) } }, 'assessment', context)
}

/** Directives that the assessment of these declarations wants, ready for the desk. */
export function wantedDirectives(declarations: readonly DeclarationCase[], pack: Pack, context: Context): PreparedDirective[] {
  return declarations.flatMap((declaration) => derivedDirectives(declaration).map((directive) => ({ ...prepareDerived(directive, declaration, pack, context), words: wordsOf(declaration, directive, pack), priority: priorityOf(pack.credit.measures, declaration.creditGrade, declaration.acceptedAt) })))
}

/** What the explanation of the assessment says about a check, in both languages; of the pack's fallback, which no table names, only who wants what and why. */
function wordsOf({ assessment: { explanation } }: DeclarationCase, { agency, power, methods, rule }: DerivedDirective, pack: Pack): Bilingual {
  const said = explanation.steps.filter(({ factor, outcome }) => factor === 'check' && outcome['agency'] === agency && outcome['power'] === power)
  const steps = said.length > 0 ? said : [{ factor: 'check' as const, parameters: [], outcome: { agency, methods }, rule }]
  const say = (language: keyof Bilingual): string => renderExplanation(pack, { ...explanation, steps }, language).join('\n')
  return { zh: say('zh'), en: say('en') }
}

/**
 * The job that turns the checks an assessment wants into directives, through the same desk as everybody's. Their ids depend on nothing but the
 * declaration and the check, and their content on nothing that changes, so that a second run finds them there. Directives that came before the
 * declaration learn of it first. Measures of conformity are asked only then: goods that meet theirs at once are still kept by what is asked of their box.
 */
export function derivingJobs(desk: DirectiveDesk, law: () => Pack): Readonly<Record<'declarations-accepted' | 'declarations-released', JobKind>> {
  return {
    'declarations-released': {
      async run(context, job) {
        await noticeReleased(context, law(), job.port, Payload.parse(job.payload).ids)
      },
    },
    'declarations-accepted': {
      async run(context, job) {
        const { ids } = Payload.parse(job.payload)
        const pack = law()
        const declarations = (await findCases(context.db, job.port, ids)).filter((declaration) => declaration.status === 'accepted' || declaration.status === 'held')
        await linkDeclarations(context, pack, job.port, declarations)
        await letGoAnswered(context, pack, job.port, declarations)
        const outcomes = await Promise.all(wantedDirectives(declarations, pack, context).map((prepared) => desk.submit(prepared)))
        const refused = outcomes.flatMap((outcome) => (outcome.kind === 'refused' ? outcome.refusals : []))
        if (refused.length > 0) throw new Error(`the desk refused what assessment wants: ${JSON.stringify(refused.slice(0, 5))}`)
        const measured = declarations.filter(({ assessment }) => wantedMeasures(assessment.explanation.steps).length > 0).map(({ id }) => id)
        if (measured.length === 0) return
        await context.db.transaction(async (tx) => {
          await enqueue(tx, context, { port: job.port, kind: 'measures-asked', payload: { ids: measured } })
          await job.finishIn(tx)
        })
      },
    },
  }
}
