import { expect } from 'vitest'
import type { TestApp } from './app.ts'

/** Grades `E-AA`, `E-A`, `E-B`, `E-C` and `E-D` in the register of enterprises, as an administrator would. */
export async function gradeEnterprises(app: TestApp): Promise<void> {
  for (const grade of ['AA', 'A', 'B', 'C', 'D']) await gradeEnterprise(app, `E-${grade}`, grade)
}

/** One trader of a grade. */
export async function gradeEnterprise(app: TestApp, code: string, creditGrade: string): Promise<void> {
  const data = { code, name: { zh: `${creditGrade} 级企业`, en: `Enterprise ${creditGrade}` }, creditGrade, roles: ['trader'], contacts: [] }
  const reply = await app.as({ role: 'administrator' }).post('/registers/enterprises', { data })
  expect(reply.status, reply.text).toBeLessThan(300)
}
