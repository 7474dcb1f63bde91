import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../root.ts'
import { noticeText } from '../notice-text.ts'
import { amongAgencies, factsFor, outsideFacts } from './outside-facts.ts'

type Texts = Readonly<Record<string, string>>

function textsOf(language: string, part: 'notices' | 'outsideNotices'): Texts {
  const folder = path.join(root, 'locales', language)
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return Object.assign({}, ...files.map((file) => (JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, Texts>)[part] ?? {})) as Texts
}

/** Facts that are an agency's own: why, who, and what is among agencies. */
const agenciesOwn = ['reason', 'person', 'phone', 'liaisons', 'question', 'verdict', 'ground', 'duties', 'purpose', 'check', 'apart', 'offence']
/** Types whose reason is said to the enterprise it concerns: decisions on its own goods and papers. */
const reasonedToOwner = ['DispositionRecorded', 'LotsDecided', 'ReportRefused', 'ReportUpheld', 'ReportDropped', 'ModeTightened']

const [zh, en] = [textsOf('zh', 'notices'), textsOf('en', 'notices')]
const types = Object.keys(en)
const outsiders = ['enterprise', 'site'] as const
const everything = (type: string): Record<string, string> => Object.fromEntries([...new Set([...placesOf(zh[type]), ...placesOf(en[type]), ...agenciesOwn])].map((fact) => [fact, `‹${fact}›`]))
const placesOf = (text: string | undefined): string[] => [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '')

/** What an outsider would learn of a type that is an agency's own. */
function leaksOf(type: string, facts: typeof factsFor): string[] {
  return outsiders.flatMap((kind) => {
    const told = facts({ kind, code: 'X' }, type, everything(type))
    const said = JSON.stringify([told, noticeText(type, told)])
    return agenciesOwn.filter((fact) => said.includes(`‹${fact}›`) && !(fact === 'reason' && kind === 'enterprise' && reasonedToOwner.includes(type))).map((fact) => `${type} ${kind} ${fact}`)
  })
}

describe('what an enterprise and a site are told', () => {
  test('LB-09: every type of notice is said to outsiders by a list of facts, or among agencies only', () => {
    expect(types.filter((type) => !(type in outsideFacts) && !amongAgencies.includes(type)), 'say in outside-facts.ts who may know what of it').toEqual([])
    expect(Object.keys(outsideFacts).filter((type) => amongAgencies.includes(type))).toEqual([])
    expect([...Object.keys(outsideFacts), ...amongAgencies].filter((type) => !types.includes(type)), 'types without text').toEqual([])
  })

  test('LB-09: no type tells an outsider an agency\'s reason or person, neither as a fact nor in its text', () => {
    expect(types.flatMap((type) => leaksOf(type, factsFor))).toEqual([])
  })

  test('LB-09 twin: facts handed on whole, as they once were, are found', () => {
    const found = types.flatMap((type) => leaksOf(type, (_recipient, _type, facts) => facts))
    for (const leak of ['JointDeclined enterprise person', 'InspectionRescheduled enterprise reason', 'DirectiveWithdrawn site reason', 'JointJudgedAgainst enterprise reason']) expect(found).toContain(leak)
  })

  test('LB-09: of what they may know, the text leaves no place open in either language', () => {
    const open = Object.entries(outsideFacts).flatMap(([type, known]) =>
      outsiders.flatMap((kind) => {
        if (known[kind].length === 0) return []
        const { zh, en } = noticeText(type, Object.fromEntries(known[kind].map((fact) => [fact, 'x'])))
        return [...placesOf(zh), ...placesOf(en)].map((place) => `${type} ${kind} ${place}`)
      }),
    )
    expect(open).toEqual([])
  })

  test('an agency and headquarters are told everything; an unknown type tells an outsider nothing', () => {
    const facts = { reason: 'r', object: 'o' }
    expect(factsFor({ kind: 'agency', code: 'CUS' }, 'JointDeclined', facts)).toEqual(facts)
    expect(factsFor({ kind: 'headquarters', code: 'headquarters' }, 'JointDeclined', facts)).toEqual(facts)
    expect(factsFor({ kind: 'enterprise', code: 'E-B' }, 'NoSuchNotice', facts)).toEqual({})
  })
})
