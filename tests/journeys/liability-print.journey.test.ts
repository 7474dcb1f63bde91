import { afterAll, beforeAll, expect, test } from 'vitest'
import { dossierPaper } from '../../src/joint/liability/dossier-paper.ts'
import type { Dossier } from '../../src/joint/liability/dossier-view.ts'
import { must } from '../../src/kernel/invariant.ts'
import { screenText } from '../../src/platform/i18n/screen-texts.ts'
import { sealAll } from '../../src/platform/ledger/seal.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, newBox, spanFrom } from '../support/joint.ts'
import { freshSigner } from '../support/ledger.ts'

let app: TestApp
let who: ReturnType<typeof crews>
let inspection: string
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
  await sealAll(app.machine.db, await freshSigner())
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
})
