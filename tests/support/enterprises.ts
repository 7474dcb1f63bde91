import { expect } from 'vitest'
import type { TestApp } from './app.ts'

/** Grades `E-AA`, `E-A`, `E-B`, `E-C` and `E-D` in the register of enterprises, as an administrator would. */
export async function gradeEnterprises(app: TestApp): Promise<void> {
  const administrator = app.as({ role: 'administrator' })
  for (const creditGrade of ['AA', 'A', 'B', 'C', 'D']) {
    const data = { code: `E-${creditGrade}`, name: { zh: `${creditGrade} 级企业`, en: `Enterprise ${creditGrade}` }, creditGrade, roles: ['trader'], contacts: [] }
    const reply = await administrator.post('/registers/enterprises', { data })
    expect(reply.status, reply.text).toBeLessThan(300)
  }
}
