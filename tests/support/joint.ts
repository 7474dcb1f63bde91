import { expect } from 'vitest'
import { containerCheckDigit } from '../../src/kernel/container-number.ts'
import { hours, plus, toIso, type Instant } from '../../src/kernel/instant.ts'
import type { Party, Reply, TestApp } from './app.ts'

/** A power of each agency that covers what journeys ask of goods and of conveyances. */
export const powers: Readonly<Record<string, { readonly goods: string; readonly conveyance: string }>> = {
  CUS: { goods: 'CUS-GOODS', conveyance: 'CUS-CONVEYANCE' },
  CIQ: { goods: 'CIQ-COMMODITY', conveyance: 'CIQ-HEALTH' },
  BPI: { goods: 'BPI-CONVEYANCE', conveyance: 'BPI-CONVEYANCE' },
  MSA: { goods: 'MSA-DANGEROUS', conveyance: 'MSA-VESSEL' },
}

/** A span of hours from a moment, as the API takes it. */
export const spanFrom = (start: Instant, from: number, to: number): { from: string; to: string } => ({ from: toIso(plus(start, hours(from))), to: toIso(plus(start, hours(to))) })

/** A directive on a container, open for four hours from now, which every rule accepts; parts may be replaced. */
export function directiveBody(app: TestApp, agency: string, ref: string, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    port: '380101',
    object: { kind: 'container', ref },
    methods: ['open'],
    window: spanFrom(app.clock.now(), 0, 4),
    power: powers[agency]?.goods,
    reason: 'manifest differs',
    ...changes,
  }
}

/** Officers and the coordinator of a port, and what they do most. */
export function crews(app: TestApp, ports: readonly string[] = ['380101']) {
  const officer = (agency: string): Party => app.as({ role: 'officer', agency, ports })
  return {
    CUS: officer('CUS'),
    CIQ: officer('CIQ'),
    BPI: officer('BPI'),
    MSA: officer('MSA'),
    coordinator: app.as({ role: 'coordinator', agency: 'CUS', ports }),
    /** Sends a directive that must be accepted. */
    async direct(agency: 'CUS' | 'CIQ' | 'BPI' | 'MSA', ref: string, changes: Readonly<Record<string, unknown>> = {}): Promise<Reply['body']> {
      const reply = await officer(agency).post('/directives', directiveBody(app, agency, ref, changes))
      expect(reply.status, reply.text).toBe(201)
      return reply.body
    },
    /** Does an act that must be taken, and gives the inspection after it. */
    async act(agency: 'CUS' | 'CIQ' | 'BPI' | 'MSA', inspection: string, act: string, body: unknown = {}): Promise<Reply['body']> {
      const reply = await officer(agency).post(`/joint-inspections/${inspection}/${act}`, body)
      expect(reply.status, reply.text).toBe(200)
      return reply.body
    },
    /** All parties agree to a slot at a site, each with one officer of its own. */
    async agree(inspection: string, agencies: readonly ('CUS' | 'CIQ' | 'BPI' | 'MSA')[], slot: { from: string; to: string }, site = 'P2'): Promise<void> {
      for (const agency of agencies) await this.act(agency, inspection, 'agree', { slot, site, crew: [`${agency}-${inspection.slice(-6)}`] })
    },
  }
}

let boxes = 0
/** A container number nobody has used. */
export function newBox(): string {
  const firstTen = `JNTU${String(++boxes).padStart(6, '0')}`
  return firstTen + String(containerCheckDigit(firstTen))
}
