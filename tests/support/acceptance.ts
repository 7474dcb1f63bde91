import { expect } from 'vitest'
import { plus, toIso } from '../../src/kernel/instant.ts'
import type { Party, Reply, TestApp } from './app.ts'
import { crews } from './joint.ts'
import { sampleContainer, sampleDeclaration, tee } from './sample-declarations.ts'

/** A declaration as its acceptance answered it. */
export interface Declared {
  readonly id: string
  readonly number: string
  readonly releaseMode: string
  readonly declarant: string
  /** The container its goods lie in. */
  readonly box: string
}

export const licence = { type: '421', number: 'CNAS-IB-0117' }

let boxes = 8000
let numbers = 0

/** What journeys about reports of third parties do most. */
export function acceptanceDesk(app: TestApp) {
  const who = crews(app)
  const administrator = app.as({ role: 'administrator' })
  const body = (code: string): Party => app.as({ role: 'laboratory', enterprise: code, ports: ['380101'] })
  const iso = (back = 0): string => toIso(plus(app.clock.now(), -back))
  const tick = (): void => app.clock.advanceTo(plus(app.clock.now(), 1000))

  async function versionOf(code: string): Promise<number> {
    const known = await administrator.get(`/registers/acceptance-bodies/${code}`)
    return known.status === 200 ? Number(known.headers['etag']?.replaceAll('"', '')) : 0
  }

  /** Records a version of a body that must be accepted. */
  async function recordBody(code: string, hs: readonly string[], changes: Readonly<Record<string, unknown>> = {}, validFrom = iso()): Promise<void> {
    const data = { code, name: { zh: `机构 ${code}`, en: `Body ${code}` }, owner: 'CIQ', country: 'CN', licence, fields: [], scopes: [{ hs, tests: [], standards: [], ports: [] }], ...changes }
    const reply = await administrator.post('/registers/acceptance-bodies', { validFrom, data, expectedVersion: await versionOf(code) })
    expect(reply.status, reply.text).toBe(201)
    // Registers are read into memory within a second; who needs a licence and has none is never listed.
    const listed = async (): Promise<unknown> => ((await administrator.get(`/acceptance-bodies?at=${validFrom}`)).body.items as { code: string; scopes: unknown }[]).find((one) => one.code === code)?.scopes
    if ('licence' in changes && changes['country'] === undefined && changes['licence'] === undefined) return
    await expect.poll(listed, { interval: 5 }).toEqual(data.scopes)
  }

  /** Does an act of a body's admission that must be taken. */
  async function actOn(id: string, act: string, evidence: Readonly<Record<string, string>>): Promise<Reply> {
    const reply = await who.CIQ.post(`/body-admissions/${id}/${act}`, { evidence })
    expect(reply.status, reply.text).toBe(200)
    tick()
    return reply
  }

  /** Registers a body and has it admitted; gives the case of its admission. */
  async function admit(code: string, hs: readonly string[], changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
    await recordBody(code, hs, changes)
    const filed = await who.CIQ.post('/body-admissions', { port: '380101', body: code })
    expect(filed.status, filed.text).toBe(201)
    await actOn(filed.body.id as string, 'admit', { assessment: 'Laboratory visited, proficiency tests passed.' })
    return filed.body.id as string
  }

  /** Declares goods in a container of their own; whatever is wanted of them is there afterwards. */
  async function declare(enterprise: string, goods: Readonly<Record<string, unknown>>, changes: Readonly<Record<string, unknown>> = {}): Promise<Declared> {
    const box = sampleContainer(++boxes)
    const trader = app.as({ role: 'trader', enterprise })
    const items = [{ ...tee, ...goods, containers: [box] }]
    const reply = await trader.post('/declarations', sampleDeclaration({ declarant: enterprise, items, containers: [{ number: box }], ...changes }))
    expect(reply.status, reply.text).toBe(201)
    await app.settle()
    tick()
    return { ...(reply.body as Declared), declarant: enterprise, box }
  }

  /** A report as a body sends it. */
  function reportOn(declared: Declared, by: string, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return {
      ...{ port: '380101', body: by, number: `R-${++numbers}`, kind: 'test', declaration: declared.number, declarant: declared.declarant, lines: [1] },
      ...{ tests: ['fibre-content'], standards: [], conclusion: 'conforms', issuedAt: iso(), ...changes },
    }
  }

  return {
    ...{ who, administrator, body, iso, recordBody, actOn, admit, declare, reportOn },
    /** T-shirts that wait for the judging of papers. */
    shirts: (): Promise<Declared> => declare('E-C', {}),
    /** Submits a report that must be taken in, whatever becomes of it. */
    async submit(declared: Declared, by: string, changes: Readonly<Record<string, unknown>> = {}): Promise<Reply> {
      const reply = await body(by).post('/acceptance-reports', reportOn(declared, by, changes))
      expect(reply.status, reply.text).toBe(201)
      tick()
      return reply
    },
    standing: async (declared: Declared): Promise<string> => (await who.coordinator.get(`/declarations/${declared.id}`)).body.status as string,
    factsOf: async (subject: string): Promise<string[]> => ((await who.coordinator.get(`/ledger?subject=${subject}`)).body.items as { type: string }[]).map((fact) => fact.type),
  }
}

/** Codes of the reasons a report was refused for. */
export const codesOf = (reply: Reply): string[] => (reply.body.reasons as { code: string }[]).map((reason) => reason.code)
