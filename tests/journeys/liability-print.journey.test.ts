import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { run } from '../../src/apps/cli/verify.ts'
import { cn } from '../../packs/cn/pack.ts'
import { dossierPaper } from '../../src/joint/liability/dossier-paper.ts'
import type { Dossier } from '../../src/joint/liability/dossier-view.ts'
import { speechOf } from '../../src/joint/liability/print-route.ts'
import { must } from '../../src/kernel/invariant.ts'
import { readConfig } from '../../src/platform/config.ts'
import { screenText } from '../../src/platform/i18n/screen-texts.ts'
import { verifierText } from '../../src/platform/ledger/checkpoint.ts'
import { sealAll } from '../../src/platform/ledger/seal.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, newBox, spanFrom } from '../support/joint.ts'
import { freshSigner } from '../support/ledger.ts'

let app: TestApp
let who: ReturnType<typeof crews>
let inspection: string
const signer = freshSigner()
beforeAll(async () => {
  app = await startApp()
  who = crews(app)
  const box = newBox()
  await who.direct('CUS', box, { checks: ['seal check'] })
  const directive = await who.direct('CIQ', box)
  inspection = directive.inspection.id
  await who.agree(inspection, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${box}`)
  await who.act('CUS', inspection, 'start')
  await who.act('CUS', inspection, 'open', { seal: 'CN123456' })
  await who.act('CUS', inspection, 'findings', { checks: [{ code: 'seal check', outcome: 'omitted', note: 'seal already cut' }] })
  await who.act('CUS', inspection, 'close')
  const reported = await who.coordinator.post('/liability', { inspection, kind: 'missed', duty: 'seal check', description: 'The seal was a forgery.', evidence: ['expert opinion 4'] })
  expect(reported.status, reported.text).toBe(201)
  for (let sealed = 1; sealed > 0; ) sealed = await sealAll(app.machine.db, signer)
})
afterAll(() => app.close())

test('LB-08, LB-12: the dossier is printed in both languages, for those who may read it and for nobody else', async () => {
  for (const language of ['zh', 'en']) {
    const printed = await who.coordinator.get(`/liability/print?case=${inspection}&language=${language}`)
    expect(printed.status).toBe(200)
    expect(printed.headers['content-type']).toBe('application/pdf')
    expect(printed.headers['content-disposition']).toBe(`attachment; filename="liability-${inspection}.pdf"`)
    expect(printed.text.startsWith('%PDF-')).toBe(true)
    expect(printed.text.trimEnd().endsWith('%%EOF')).toBe(true)
  }
  expect((await app.as({ role: 'trader', enterprise: 'E-B' }).get(`/liability/print?case=${inspection}`)).status).toBe(404)
  expect((await who.BPI.get(`/liability/print?case=${inspection}`)).status).toBe(404)
  expect((await who.coordinator.get('/liability/print?case=J-5')).status).toBe(400)
})

test('LB-08, LB-12: the paper holds every duty with its evidence, who is answerable, and every proven fact under its checkpoint', async () => {
  const dossier = (await who.coordinator.get(`/liability?case=${inspection}`)).body as Dossier
  const say = (key: string, facts?: Readonly<Record<string, string | number>>): string => {
    // Every event has its words or shows its code, as on the screens; everything else must be said.
    const text = screenText('en', key, facts)
    return key.startsWith('codes.event.') ? (text ?? key) : must(text, key)
  }
  const paper = dossierPaper(dossier, app.clock.now(), { language: 'en', say, name: (list, code) => `${list}:${code}`, when: (iso) => iso ?? '—', person: (id) => id })
  const cells = paper.parts.flatMap((part) => (part.kind === 'table' ? part.rows : []))
  const duty = cells.find(([what]) => what === 'seal check')
  expect(duty?.slice(1, 3)).toEqual(['agencies:CUS', 'Not performed'])
  expect(cells.some(([agency, verdict]) => agency === 'agencies:CUS' && /Answerable|fault/i.test(verdict ?? ''))).toBe(true)
  expect(dossier.ledger.proofs.length).toBeGreaterThan(5)
  for (const { entry } of dossier.ledger.proofs) expect(cells.some(([position, what]) => position === String(entry.position) && what?.endsWith(entry.id))).toBe(true)
  expect(paper.parts.at(-1)).toEqual({ kind: 'code', text: dossier.ledger.proofs[0]?.checkpoint.note })

  // For its readers: names instead of ids and codes, the port's clock instead of the ledger's, and what was done once for all once.
  for (const [language, opening, record] of [['zh', '开箱检查', '记录'], ['en', 'Open and examine', 'record']] as const) {
    const parts = dossierPaper(dossier, app.clock.now(), speechOf(cn, dossier, language)).parts
    const lines = parts.flatMap((part) => (part.kind === 'table' && part.head.length < 5 ? part.rows : [])).slice(0, 4)
    const opened = lines.filter(([what]) => what === opening)
    expect(opened).toHaveLength(2)
    for (const [, , , evidence = ''] of opened) expect(evidence).toMatch(new RegExp(`^officer.CUS 2026-03-02 \\d\\d:\\d\\d [^\\n]+\\n${record} [0-9a-f-]{36}$`))
    expect(JSON.stringify(lines)).not.toMatch(/\d{4}-\d\d-\d\dT/)
  }
})

test('LB-12: a saved dossier is verified by whoever has it, without the database: every fact it shows, and that a fact says what it states', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'lianjian-dossier-'))
  const verify = async (dossier: unknown, ...args: string[]): Promise<[number, string]> => {
    const file = path.join(home, 'dossier.json')
    await writeFile(file, JSON.stringify(dossier))
    const lines: string[] = []
    const spy = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
    const code = await run(['--dossier', file, ...args], readConfig({ LIANJIAN_HOME: home }))
    spy.mockRestore()
    return [code, lines.join('\n')]
  }
  for (let sealed = 1; sealed > 0; ) sealed = await sealAll(app.machine.db, signer)
  const whole = (await app.as({ role: 'auditor' }).get(`/liability?case=${inspection}`)).body as Dossier
  const key = ['--key', verifierText(signer)] as const
  expect(await verify(whole, ...key)).toEqual([0, `ok  ${whole.ledger.proofs.length} facts\nok  signature: the checkpoints were signed with a known key`])
  expect(await verify(whole)).toMatchObject([0, expect.stringContaining('no public key is known')])

  // Whoever changes what it shows, or what it states beside the facts, is found: also where the proofs themselves stay as they were.
  type Changed = { inspections: { errors: { attributions: { agency: string }[] }[]; handlings: { agency: string }[] }[]; ledger: { proofs: { entry: { payload: object; type: string; actor: { name?: string } }; sealed: string; audit: string[]; checkpoint: { note: string; root: string } }[] } }
  const changed = (change: (dossier: Changed) => void): unknown => {
    const copy = structuredClone(whole) as unknown as Changed
    change(copy)
    return copy
  }
  const last = whole.ledger.proofs.length - 1
  const proofOf = ({ ledger }: Changed) => must(ledger.proofs[last], 'there are facts')
  const partOf = ({ inspections }: Changed) => must(inspections[0], 'there is an inspection')
  const plants: readonly (readonly [string, (dossier: Changed) => void])[] = [
    ['what is shown is not what was sealed', (dossier) => (proofOf(dossier).entry.payload = {})],
    ['what is shown is not what was sealed', (dossier) => (proofOf(dossier).entry.actor.name = 'somebody else')],
    ['what is shown is not what its leaf says', (dossier) => (proofOf(dossier).entry.type = 'InspectionClosed')],
    ['its payload was changed', (dossier) => (proofOf(dossier).sealed = proofOf(dossier).sealed.replace('[', '[ '))],
    ['not under the root', (dossier) => (proofOf(dossier).audit = proofOf(dossier).audit.map(() => '00'.repeat(32)))],
    ['its checkpoint is not what its note says', (dossier) => (proofOf(dossier).checkpoint.root = '00'.repeat(32))],
    ['who is answerable for it: no fact says so', (dossier) => (must(must(partOf(dossier).errors[0], 'an error').attributions[0], 'one').agency = 'CIQ')],
    ['no fact says so', (dossier) => (must(partOf(dossier).handlings[0], 'an opening').agency = 'CIQ')],
  ]
  for (const [fault, change] of plants) expect(await verify(changed(change), ...key), fault).toMatchObject([1, expect.stringContaining(fault)])
  const forged = changed(({ ledger }) => ledger.proofs.forEach((proof) => (proof.checkpoint.note = proof.checkpoint.note.replace(/.{6}==\n$/, 'AAAA==\n').replace(/.{3}=\n$/, 'AAA=\n'))))
  expect(await verify(forged, ...key)).toMatchObject([1, expect.stringContaining('BAD signature')])
  await expect(verify({})).rejects.toThrow('is not a dossier')
  await rm(home, { recursive: true })
})
